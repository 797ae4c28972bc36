import Basics
internal import CSodium

/// The public-key and key-wrapping calls of libsodium over keys held in locked memory.
enum KeyCrypto {
  static let keySize = 32
  static let nonceSize = 24
  static let tagSize = 16
  static let sealOverhead = 48

  /// The public key that belongs to an X25519 secret key.
  static func publicKey(of secret: borrowing SecretBytesHandle) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: keySize)
    unsafe secret.withBytes { _ = unsafe crypto_scalarmult_base(&key, $0) }
    return key
  }

  /// `crypto_box_seal`: only the owner of the secret key that belongs to `publicKey` can open it.
  static func seal(_ secret: borrowing SecretBytesHandle, to publicKey: [UInt8]) throws -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: secret.count + sealOverhead)
    let status = unsafe secret.withBytes { bytes in
      unsafe crypto_box_seal(&sealed, bytes, UInt64(secret.count), publicKey)
    }
    guard status == 0 else {
      throw OpsError(.wrongKey, "cannot encrypt for a recipient", why: "the public key is not a valid one")
    }
    return sealed
  }

  /// Opens what `seal` made; nil when it was sealed for another key.
  static func open(_ sealed: [UInt8], publicKey: [UInt8], secret: borrowing SecretBytesHandle) throws
    -> SecretBytesHandle?
  {
    guard sealed.count == keySize + sealOverhead else { return nil }
    var status: Int32 = -1
    let opened = try unsafe SecretBytesHandle(count: keySize) { target in
      unsafe secret.withBytes { secret in
        status = unsafe crypto_box_seal_open(target, sealed, UInt64(sealed.count), publicKey, secret)
      }
    }
    guard status == 0 else { return nil }
    return consume opened
  }

  /// Encrypts `key` under `wrapping` (XChaCha20-Poly1305, IETF variant).
  static func wrap(
    _ key: borrowing SecretBytesHandle, under wrapping: borrowing SecretBytesHandle, nonce: [UInt8],
    associated: [UInt8]
  ) -> [UInt8] {
    var wrapped = [UInt8](repeating: 0, count: key.count + tagSize)
    unsafe key.withBytes { key in
      unsafe wrapping.withBytes { wrapping in
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          &wrapped, nil, key, UInt64(keySize), associated, UInt64(associated.count), nil, nonce, wrapping)
      }
    }
    return wrapped
  }

  /// Undoes `wrap`.
  ///
  /// - Throws: `OpsError` `corrupt` when anything differs.
  static func unwrap(
    _ wrapped: [UInt8], under wrapping: borrowing SecretBytesHandle, nonce: [UInt8], associated: [UInt8]
  ) throws -> SecretBytesHandle {
    var status: Int32 = -1
    let key = try unsafe SecretBytesHandle(count: keySize) { target in
      guard wrapped.count == keySize + tagSize, nonce.count == nonceSize else { return }
      unsafe wrapping.withBytes { wrapping in
        status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
          target, nil, nil, wrapped, UInt64(wrapped.count), associated, UInt64(associated.count), nonce,
          wrapping)
      }
    }
    guard status == 0 else {
      throw OpsError(.corrupt, "cannot decrypt", why: "the object's key does not belong to this place")
    }
    return key
  }

  /// BLAKE2b-256 with `key`, as 64 hexadecimal digits.
  static func mac(_ bytes: Span<UInt8>, key: borrowing SecretBytesHandle) throws -> String {
    let state = try Blake2bHandle(key: key)
    state.update(bytes)
    return hexText(state.finish())
  }

  /// A key of its own for one purpose: BLAKE2b-256 of `purpose` keyed with `key`.
  static func derive(_ purpose: String, from key: borrowing SecretBytesHandle) throws -> SecretBytesHandle {
    let state = try Blake2bHandle(key: key)
    state.update(Array(purpose.utf8).span)
    return try SecretBytesHandle(copying: state.finish())
  }
}
