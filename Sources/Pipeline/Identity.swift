import Basics

/// A secret key with its public key: opens the backups that were encrypted for it. Held in locked memory.
package final class Identity: Sendable {
  static let prefix = "dbops-identity-1:"

  private let secret: SecretBytesHandle
  package let publicKey: PublicKey

  private init(_ secret: consuming SecretBytesHandle) {
    publicKey = PublicKey(bytes: KeyCrypto.publicKey(of: secret))
    self.secret = secret
  }

  /// A new pair of keys.
  package static func generate() throws -> Identity {
    Identity(try SecretBytesHandle(random: KeyCrypto.keySize))
  }

  /// Reads an identity file: one key line; blank lines and lines that start with `#` do not matter.
  ///
  /// - Throws: `OpsError` `configuration` when it is not one, or was mistyped.
  package convenience init(text: Secret) throws {
    let bytes = try KeyText.parse(text.reveal(), prefix: Self.prefix, kind: "identity")
    self.init(try SecretBytesHandle(copying: bytes))
  }

  /// `dbops-identity-1:` and base 64.
  package var text: Secret { Secret(KeyText.format(secret.copied(), prefix: Self.prefix)) }

  func open(_ sealed: [UInt8]) throws -> SecretBytesHandle? {
    try KeyCrypto.open(sealed, publicKey: publicKey.bytes, secret: secret)
  }
}
