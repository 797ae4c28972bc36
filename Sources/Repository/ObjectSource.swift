import Basics
import Pipeline

/// Gives the raw bytes of one object of a backup. One thread at a time.
package final class ObjectSource {
  package let record: ObjectRecord
  /// Where the object lies, for messages.
  package let path: String
  private let decoder: ObjectDecoder

  init(store: any ObjectStore, name: ObjectName, record: ObjectRecord, crypto: ObjectCrypto?) throws {
    self.record = record
    path = store.path(name)
    do {
      decoder = try ObjectDecoder(
        source: try store.open(name), number: record.number, crypto: crypto, expected: record.summary)
    } catch let error as OpsError where error.code == .notFound {
      throw OpsError(.corrupt, "\(path) is missing", why: "the manifest names it as object \(record.number)")
    }
  }

  /// The next raw bytes, never empty; nil when the object ended and every digest agrees.
  ///
  /// Bytes given before the nil are not yet proven.
  ///
  /// - Throws: `OpsError` `corrupt`, naming the file.
  package func next() throws -> [UInt8]? {
    do {
      return try decoder.next()
    } catch let error as OpsError where error.code == .corrupt {
      throw OpsError(
        .corrupt, "\(path) is damaged", why: error.why.isEmpty ? error.what : error.why,
        hint: "restore this file from another copy of the repository, or use another backup")
    }
  }

  /// All of the object, proven.
  ///
  /// - Throws: `OpsError` `corrupt` when it is damaged or larger than `limit`, 1 GiB by default.
  package func all(limit: ByteCount = .gibibytes(1)) throws -> [UInt8] {
    guard record.summary.raw <= limit.bytes else {
      throw OpsError(.corrupt, "\(path) is damaged", why: "it claims to hold more than \(limit)")
    }
    var bytes: [UInt8] = []
    while let chunk = try next() { bytes += chunk }
    return bytes
  }
}
