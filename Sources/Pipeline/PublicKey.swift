import Basics

/// Encrypts backups for someone; holds no secret.
package struct PublicKey: Sendable, Hashable {
  static let prefix = "dbops-public-1:"

  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a public key file: one key line; blank lines and lines that start with `#` do not matter.
  ///
  /// - Throws: `OpsError` `configuration` when it is not one, or was mistyped.
  package init(text: String) throws {
    bytes = try KeyText.parse(text, prefix: Self.prefix, kind: "public key")
  }

  /// `dbops-public-1:` and base 64.
  package var text: String { KeyText.format(bytes, prefix: Self.prefix) }

  /// Names the key in manifests and messages: 16 hexadecimal digits.
  package var fingerprint: String {
    String(KeyText.digest(bytes, prefix: Self.prefix).prefix(16))
  }
}

extension PublicKey: CustomStringConvertible {
  package var description: String { text }
}
