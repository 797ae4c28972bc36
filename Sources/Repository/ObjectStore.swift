import Basics
import Pipeline

/// A place that keeps objects by name: a folder, later a bucket.
///
/// Every call blocks and may come from any thread. What `commit` and `publish` made is durable and
/// appears whole or not at all.
package protocol ObjectStore: Sendable {
  /// How messages name the place.
  var location: String { get }

  /// Begins an object that must not exist yet; nobody sees it before `commit`.
  func create(_ name: ObjectName) throws -> any ObjectWriter

  /// - Throws: `OpsError` `notFound` when there is no such object.
  func open(_ name: ObjectName) throws -> any ObjectReader

  /// Writes a small object in one step, if what is there now is what is expected.
  func publish(_ name: ObjectName, _ bytes: [UInt8], expecting: PublishExpectation) throws -> PublishOutcome

  /// What lies directly in `folder`, sorted by name; nothing when there is no such folder.
  func list(_ folder: ObjectName) throws -> [StoreEntry]

  /// The size of an object; nil when there is none.
  func size(_ name: ObjectName) throws -> ByteCount?

  /// Removes an object; one that is already gone is no error.
  func delete(_ name: ObjectName) throws

  /// Removes what unfinished writes left in `folder`, which nobody may be writing, and the folder if it is empty.
  ///
  /// - Returns: How many leftovers there were.
  @discardableResult func clean(_ folder: ObjectName) throws -> Int

  /// Removes what calls of `publish` for `name` left that never came to their end.
  ///
  /// One that is under way is waited for and keeps what it needs. `publish` does the same for its own name.
  ///
  /// - Returns: How many leftovers there were.
  @discardableResult func sweep(_ name: ObjectName) throws -> Int

  /// What is still free; nil where there is no such limit.
  func freeSpace() throws -> ByteCount?
}

/// Writes one object. One thread at a time. When it is let go without `commit`, nothing remains.
package protocol ObjectWriter: ByteSink {
  /// Makes the object durable and visible.
  func commit() throws

  /// Removes what was written; harmless after `commit` or a second time.
  func abandon()
}

/// Reads one object from its beginning. One thread at a time.
package protocol ObjectReader: ByteSource {}

/// What must be at a name for `publish` to go ahead.
package enum PublishExpectation: Sendable {
  case absent
  case anything
  case exactly([UInt8])
}

package enum PublishOutcome: Sendable, Equatable {
  case published
  /// Something else is there; nothing was changed.
  case conflict
}

/// One entry of a folder in a store.
package struct StoreEntry: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case folder
    case object(ByteCount)
    /// A link, a pipe or the like, which dbops never makes.
    case foreign
  }

  /// The last component; it need not be a valid one.
  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension ObjectStore {
  /// All of a small object.
  ///
  /// - Throws: `OpsError` `notFound`; `corrupt` when it is larger than `limit`, 256 MiB by default.
  package func contents(_ name: ObjectName, limit: ByteCount = .mebibytes(256)) throws -> [UInt8] {
    let reader = try open(name)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try reader.read(into: &buffer, range: 0..<buffer.count)
      if count == 0 { return bytes }
      bytes += buffer[0..<count]
      guard bytes.count <= limit.bytes else {
        throw OpsError(.corrupt, "\(path(name)) is damaged", why: "it is larger than \(limit)")
      }
    }
  }

  /// Where `name` lies, for messages.
  package func path(_ name: ObjectName) -> String { "\(location)/\(name)" }
}
