import Basics
import Pipeline

/// The identities at hand for reading backups.
package struct Keyring: Sendable {
  private let identities: [Identity]

  package init(_ identities: [Identity] = []) { self.identities = identities }

  /// The key of a backup; nil for one that is not encrypted.
  ///
  /// - Throws: `OpsError` `wrongKey` when no identity fits.
  func key(of manifest: Manifest) throws -> BackupKey? {
    guard manifest.isEncrypted else { return nil }
    for recipient in manifest.recipients {
      for identity in identities where identity.publicKey.fingerprint == recipient.fingerprint {
        return try BackupKey(opening: recipient.sealed, with: identity)
      }
    }
    let wanted = manifest.recipients.map(\.fingerprint).joined(separator: ", ")
    let given = identities.map(\.publicKey.fingerprint).joined(separator: ", ")
    throw OpsError(
      .wrongKey, "cannot read backup \(manifest.id)",
      why: identities.isEmpty
        ? "it is encrypted for \(wanted), and there is no identity"
        : "it is encrypted for \(wanted), and the identity at hand is \(given)",
      hint: "set encryption.identity to the file of the identity that belongs to one of these keys")
  }
}
