import Basics
import CommandKit
import Pipeline
import Repository

/// `dbops key`
enum KeyCommand {
  private static let out = Option(
    "out", value: .file(), default: "backup.key",
    help: "Identity file to write; the public key goes to FILE.pub.")

  static let command = Command(
    group: CommandSpec(
      "key", summary: "makes and tests encryption keys",
      discussion: """
        Backups are encrypted for public keys. Only the identity that belongs to one opens them: keep it away from \
        the hosts that make backups, and keep a copy of it, because without it the backups are lost.
        """),
    [generate, test])

  private static let generate = Command(
    CommandSpec(
      "generate", summary: "makes an identity and its public key",
      examples: [
        CommandExample("dbops key generate --out backup.key", "Write backup.key and backup.key.pub")
      ],
      options: [out], exits: [.refused])
  ) { invocation, context in
    let path = invocation[out]
    let identity = try Identity.generate()
    try KeyFile.write(identity, path: path)
    let key = identity.publicKey
    context.console.show(
      "identity   \(path) (keep it secret, keep a copy)\npublic key \(path).pub\nfingerprint \(key.fingerprint)"
    )
    return .ok([
      "identity": .string(path), "public_key": .string(path + ".pub"),
      "fingerprint": .string(key.fingerprint),
    ])
  }

  private static let test = Command(
    CommandSpec(
      "test", summary: "proves that the identity at hand opens a backup, or fits the configured recipients",
      examples: [
        CommandExample(
          "dbops key test --identity backup.key", "Test against the latest backup of every target"),
        CommandExample("dbops key test -t shop --identity backup.key", "Of one target"),
      ],
      options: [StoreOptions.storage, StoreOptions.repository, StoreOptions.identity],
      rules: StoreOptions.rules,
      exits: [.notFound, .wrongKey])
  ) { invocation, context in
    let stores = StoreChoice(invocation: invocation, context: context)
    let keyring = try stores.keyring()
    let repository = try stores.open()
    let targets = try invocation[GlobalOptions.target].map { [$0] } ?? repository.targets()
    var tested: [JSONValue] = []
    for target in targets {
      guard let manifest = try repository.backups(target: target).good.max(by: { $0.id < $1.id }) else {
        continue
      }
      // Reading the contents index proves the key down to the last layer.
      _ = try repository.reader(manifest, keyring: keyring).contents()
      context.console.show(
        "\(target): backup \(manifest.id) \(manifest.isEncrypted ? "opens" : "is not encrypted")")
      tested.append(.string(manifest.id.description))
    }
    guard !tested.isEmpty else {
      throw OpsError(
        .notFound, "cannot test the key", why: "there is no backup yet", hint: "make one with dbops backup")
    }
    return .ok(["tested": .array(tested)])
  }
}
