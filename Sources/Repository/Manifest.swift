import Basics
import Pipeline

/// What a backup is: where it came from, when, and every object it consists of.
///
/// What the objects mean (tables, definitions, row checksums) is in the contents object, which the
/// engine writes and reads.
package struct Manifest: Sendable, Equatable {
  /// The flavour (`mysql`, `mariadb`) and version of the server that was backed up.
  package struct Server: Sendable, Equatable {
    package let flavour: String
    package let version: String

    package init(flavour: String, version: String) {
      self.flavour = flavour
      self.version = version
    }
  }

  /// Sums over the whole backup.
  package struct Totals: Sendable, Equatable {
    package let tables: Int64
    package let rows: Int64
    /// Before compression.
    package let raw: ByteCount
    package let stored: ByteCount
  }

  /// The backup's key, sealed for one recipient.
  package struct Recipient: Sendable, Equatable {
    package let fingerprint: String
    package let sealed: [UInt8]
  }

  /// The id of the repository.
  package let repository: String
  package let id: BackupID
  package let target: String
  /// The engine that can restore it: `mysql-logical`.
  package let engine: String
  package let server: Server
  /// The version of dbops that wrote it.
  package let dbops: String
  /// The host that wrote it.
  package let host: String
  package let run: RunID
  /// The fencing number of the lease under which it was written; rises from backup to backup of a target.
  package let fencing: Int64
  package let started: Timestamp
  package let finished: Timestamp
  /// How the snapshot was taken and its position, as the engine tells it.
  package let consistency: JSONValue
  package let totals: Totals
  /// Empty for a backup that is not encrypted.
  package let recipients: [Recipient]
  /// By number, ascending.
  package let objects: [ObjectRecord]
  /// The number of the object that holds the contents index.
  package let contents: Int

  package var isEncrypted: Bool { !recipients.isEmpty }

  /// - Returns: nil when the backup has no object of this number.
  package func object(_ number: Int) -> ObjectRecord? {
    // Ascending by number, so halve the range.
    var (low, high) = (0, objects.count)
    while low < high {
      let middle = (low + high) / 2
      if objects[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < objects.count && objects[low].number == number ? objects[low] : nil
  }
}
