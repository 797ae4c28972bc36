import Basics
import MySQL
import Pipeline
import Repository

/// Streams one piece of a table into objects of the backup, and reads them back.
package struct ChunkExporter: Sendable {
  private let writer: BackupWriter
  private let progress: WorkProgress
  private let objectBytes: Int64

  /// - Parameter objectBytes: An object is ended once it holds this much raw data.
  package init(writer: BackupWriter, progress: WorkProgress, objectBytes: ByteCount) {
    self.writer = writer
    self.progress = progress
    self.objectBytes = objectBytes.bytes
  }

  /// Reads `range` of `table` and returns what was written; an empty range writes nothing.
  package func export(
    _ range: KeyRange, of table: TableDefinition, _ connection: isolated Connection
  ) throws -> [TableObject] {
    let objects = ObjectSeries(writer: writer, objectBytes: objectBytes)
    do {
      _ = try connection.exportRows(TableExport(table).select(range)) { batch in
        try objects.add(batch)
        progress.add(bytes: batch.bytes.count, rows: batch.rowEnds.count)
      }
      return try objects.end()
    } catch let failure as SQLFailure where failure.tellsOfChangedDefinition {
      objects.abandon()
      throw OpsError.definitionChanged(table.name, why: failure.text)
    } catch {
      objects.abandon()
      throw error
    }
  }
}

/// A row of objects, each begun when the one before it is large enough.
private final class ObjectSeries {
  private let writer: BackupWriter
  private let objectBytes: Int64
  private var sink: ObjectSink?
  private var checksum = RowChecksum()
  private var bytes: Int64 = 0
  private var finished: [TableObject] = []

  init(writer: BackupWriter, objectBytes: Int64) {
    self.writer = writer
    self.objectBytes = objectBytes
  }

  func add(_ batch: borrowing RowBatch) throws {
    if bytes >= objectBytes { try finishObject() }
    let target = try sink ?? writer.openObject()
    sink = target
    try target.write(batch.bytes.span)
    checksum.add(batch.bytes, rowEnds: batch.rowEnds)
    bytes += Int64(batch.bytes.count)
  }

  func end() throws -> [TableObject] {
    try finishObject()
    return finished
  }

  func abandon() {
    sink?.abandon()
    sink = nil
  }

  private func finishObject() throws {
    guard let sink else { return }
    self.sink = nil
    let record = try sink.finish()
    // Read back at once: what cannot be decoded now must not be found out when it is needed.
    try writer.readBack(record)
    finished.append(TableObject(number: record.number, checksum: checksum))
    checksum = RowChecksum()
    bytes = 0
  }
}

extension SQLFailure {
  /// Whether DDL was in the way: the table changed since the snapshot, lacks a column, is gone, or is waited for. A
  /// snapshot waits for no row, so that all its lock waits and deadlocks are over definitions.
  var tellsOfChangedDefinition: Bool {
    kind == .contention || [1412, 1054, 1146, 1176, 1356].contains(number)
  }
}

extension OpsError {
  /// DDL reached a table while it was being read.
  static func definitionChanged(_ table: TableName, why: String) -> OpsError {
    OpsError(
      .failed, "cannot back up \(table)", why: "its definition changed while it was being read (\(why))",
      changed: "nothing; the unfinished backup was removed",
      hint: "run again when no ALTER, TRUNCATE or DROP is under way on it")
  }
}
