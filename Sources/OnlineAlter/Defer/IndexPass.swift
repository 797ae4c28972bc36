import MySQL
import Schema

/// Indexes that the server builds in one go, and how much it must hold up meanwhile.
struct IndexPass: Sendable, Equatable {
  /// What others may do to the table meanwhile.
  enum Lock: String, Sendable {
    /// Read and write.
    case none = "NONE"
    /// Read.
    case shared = "SHARED"
  }

  let indexes: [DeferredIndexes.Index]
  /// The least that the server is asked for.
  let lock: Lock

  /// As few passes over the rows as the server allows, in the order of the indexes.
  ///
  /// InnoDB builds any number of indexes while it reads the rows once.
  static func passes(_ indexes: [DeferredIndexes.Index]) -> [IndexPass] {
    var passes: [IndexPass] = []
    for index in indexes {
      let lock: Lock = index.kind == .index ? .none : .shared
      if let last = passes.last, last.lock == lock {
        passes[passes.count - 1] = IndexPass(indexes: last.indexes + [index], lock: lock)
      } else {
        passes.append(IndexPass(indexes: [index], lock: lock))
      }
    }
    return passes
  }

  /// The statement, with the indexes as the server printed them.
  func statement(on table: TableName, lock: Lock) -> [UInt8] {
    let parts = indexes.map { Array("ADD ".utf8) + $0.definition }
    return Array("ALTER TABLE \(table.sql) ".utf8) + Array(parts.joined(separator: Array(", ".utf8)))
      + Array(", ALGORITHM=INPLACE, LOCK=\(lock.rawValue)".utf8)
  }
}
