#!/usr/bin/env python3
"""Writes the raw bytes of one stored object to stdout, after docs/repository-format.md alone.

    restore_object.py REPOSITORY TARGET BACKUP (NUMBER | contents) [IDENTITY-FILE]

Proves that the document is complete: it shares no code with dbops. Needs the zstd program and the Python module
xxhash; for encrypted backups the module nacl. Exit status 77 when one of them is missing.
"""

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path

FRAME = 1 << 17
OVERHEAD = 17


def blake2b(data, key=b""):
    return hashlib.blake2b(data, digest_size=32, key=key)


def demand(truth, what):
    if not truth:
        sys.exit(f"damaged: {what}")


def missing(what):
    print(f"skipped: {what} is not installed", file=sys.stderr)
    sys.exit(77)


def sealed_json(path):
    """The object in a control file, and the bytes before its code with the code, if it has one."""
    data = path.read_bytes()
    body, lead, rest = data[:-80], data[-80:-67], data[-67:]
    demand(lead == b',"checksum":"' and rest[64:] == b'"}\n', f"{path}: form")
    demand(rest[:64] == blake2b(body).hexdigest().encode(), f"{path}: checksum")
    code = None
    if body[-73:-65] == b',"mac":"' and body[-1:] == b'"':
        code = (body[:-73], body[-65:-1])
    return json.loads(body + b"}"), code


def key_text(text, prefix):
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    demand(len(lines) == 1 and lines[0].startswith(prefix), "key file: form")
    data = base64.b64decode(lines[0][len(prefix):], validate=True)
    demand(len(data) == 36, "key file: length")
    demand(blake2b(prefix.encode() + data[:32]).digest()[:4] == data[32:], "key file: checksum")
    return data[:32]


def backup_key(manifest, code, identity_file):
    bindings = sodium()
    secret = key_text(Path(identity_file).read_text(), "dbops-identity-1:")
    public = bindings.crypto_scalarmult_base(secret)
    fingerprint = blake2b(b"dbops-public-1:" + public).hexdigest()[:16]
    sealed = [r["sealed"] for r in manifest["encryption"]["recipients"] if r["fingerprint"] == fingerprint]
    demand(sealed, f"the backup is not encrypted for {fingerprint}")
    key = bindings.crypto_box_seal_open(bytes.fromhex(sealed[0]), public, secret)
    demand(code, "manifest: no code")
    manifest_key = blake2b(b"dbops/1/manifest", key=key).digest()
    demand(blake2b(code[0], key=manifest_key).hexdigest().encode() == code[1], "manifest: code")
    return key


def decrypt(data, key, place):
    bindings = sodium()
    demand(data[:12] == b"DBOPSOBJ\x01\x11\x00\x00", "object: head")
    object_key = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
        data[36:84], f"dbops/1/key/{place}".encode(), data[12:36], key
    )
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, data[84:108], object_key)
    plain, position, last = b"", 108, False
    while position < len(data):
        demand(not last, "object: bytes after the last frame")
        frame = data[position : position + FRAME + OVERHEAD]
        message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(
            state, frame, f"dbops/1/frame/{place}".encode()
        )
        demand(tag in (0, 3), "object: tag")
        last = tag == 3
        demand(message and (last or len(message) == FRAME), "object: frame size")
        plain += message
        position += len(frame)
    demand(last, "object: it ends too early")
    return plain


def sodium():
    try:
        from nacl import bindings
    except ImportError:
        missing("the Python module nacl (Debian: python3-nacl)")
    return bindings


def xxh3(data):
    try:
        import xxhash
    except ImportError:
        missing("the Python module xxhash (Debian: python3-xxhash)")
    return xxhash.xxh3_128(data).hexdigest()


def decompress(data):
    try:
        done = subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=False)
    except FileNotFoundError:
        missing("zstd")
    demand(done.returncode == 0, f"object: {done.stderr.decode().strip()}")
    return done.stdout


def main(root, target, backup, number, identity=None):
    root = Path(root)
    folder = root / target / "backups" / backup
    demand(not (folder / "tombstone.json").exists(), "the backup is being removed")
    repository, _ = sealed_json(root / "repository.json")
    manifest, code = sealed_json(folder / "manifest.json")
    demand(repository["format"] == 1 and manifest["format"] == 1, "a format other than 1")
    found = (manifest["repository"], manifest["target"], manifest["backup"])
    demand(found == (repository["id"], target, backup), "the manifest belongs elsewhere")
    number = manifest["contents"] if number == "contents" else int(number)
    record = next((r for r in manifest["objects"] if r["n"] == number), None)
    demand(record, f"no object {number}")

    data = (folder / f"{number:06d}.obj").read_bytes()
    demand(len(data) == record["stored"], "object: stored size")
    demand(blake2b(data).hexdigest() == record["digest"], "object: digest")
    if "encryption" in manifest:
        demand(identity, "an identity is needed")
        key = backup_key(manifest, code, identity)
        data = decrypt(data, key, f"{repository['id']}/{backup}/{number}")
    raw = decompress(data)
    demand(len(raw) == record["raw"], "object: raw size")
    demand(xxh3(raw) == record["check"], "object: check")
    sys.stdout.buffer.write(raw)


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    main(*sys.argv[1:])
