import Basics
import Pipeline

/// Takes the raw bytes of one object of a backup. One thread at a time.
///
/// When it is let go without `finish`, nothing of the object remains.
package final class ObjectSink {
  private enum State { case open, ended }

  /// Raw bytes between two looks at whether the lease is due.
  private static let stride: Int64 = 16 << 20

  /// The object's number in the backup.
  package let number: Int
  private let writer: any ObjectWriter
  private let encoder: ObjectEncoder
  private let backup: BackupWriter
  private var state = State.open
  private var looked: Int64 = 0

  init(number: Int, writer: any ObjectWriter, encoder: ObjectEncoder, backup: BackupWriter) {
    self.number = number
    self.writer = writer
    self.encoder = encoder
    self.backup = backup
  }

  deinit { abandon() }

  /// Bytes taken so far.
  package var rawBytes: Int64 { encoder.raw }
  /// Bytes that became of them so far; some still wait in the compressor.
  package var storedBytes: Int64 { encoder.stored }

  package func write(_ bytes: borrowing [UInt8]) throws { try write(bytes.span) }

  /// Takes the next raw bytes; returns when they need not be kept any longer.
  package func write(_ bytes: Span<UInt8>) throws {
    try encoder.write(bytes)
    guard encoder.raw - looked >= Self.stride else { return }
    looked = encoder.raw
    try backup.keepLease()
  }

  /// Ends the object and makes it durable.
  package func finish() throws -> ObjectRecord {
    let record = ObjectRecord(number: number, summary: try encoder.finish())
    try writer.commit()
    state = .ended
    backup.closed(number, record: record)
    return record
  }

  /// Removes what was written; harmless after `finish` or a second time.
  package func abandon() {
    guard state == .open else { return }
    state = .ended
    writer.abandon()
    backup.closed(number, record: nil)
  }
}
