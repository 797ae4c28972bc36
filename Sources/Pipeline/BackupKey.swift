import Basics

/// The random key of one backup, in locked memory.
///
/// It wraps the keys of the backup's objects and authenticates its manifest. Any thread may use it.
package final class BackupKey: Sendable {
  let bytes: SecretBytesHandle
  private let manifestKey: SecretBytesHandle

  private init(_ bytes: consuming SecretBytesHandle) throws {
    manifestKey = try KeyCrypto.derive("dbops/1/manifest", from: bytes)
    self.bytes = bytes
  }

  /// A new key.
  package convenience init() throws {
    try self.init(SecretBytesHandle(random: KeyCrypto.keySize))
  }

  /// The key in `sealed`, which must have been sealed for `identity`.
  ///
  /// - Throws: `OpsError` `wrongKey` when it was not.
  package convenience init(opening sealed: [UInt8], with identity: Identity) throws {
    guard let bytes = try identity.open(sealed) else {
      throw OpsError(
        .wrongKey, "cannot open the backup's key",
        why: "it was not encrypted for \(identity.publicKey.fingerprint)")
    }
    try self.init(bytes)
  }

  /// The key in a form that only the owner of `recipient`'s identity can open: 80 bytes.
  package func sealed(to recipient: PublicKey) throws -> [UInt8] {
    try KeyCrypto.seal(bytes, to: recipient.bytes)
  }

  /// A keyed digest that proves that whoever wrote `manifest` held this key: 64 hexadecimal digits.
  package func authenticationCode(of manifest: Span<UInt8>) throws -> String {
    try KeyCrypto.mac(manifest, key: manifestKey)
  }
}
