import Basics
internal import CSQLite

/// A value in a row of the catalog.
enum SQLValue: Sendable, Equatable {
  case null
  case int(Int64)
  case text(String)

  var int: Int64? {
    guard case .int(let value) = self else { return nil }
    return value
  }

  var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }
}

/// Owns one `sqlite3 *`. Opened without SQLite's own mutex: the owner lets one thread in at a time.
@safe struct SQLiteHandle: ~Copyable {
  private let raw: OpaquePointer
  private let path: String

  /// Opens or makes the database at `path`.
  init(path: String) throws {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
    let status = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    guard status == SQLITE_OK, let opened = unsafe handle else {
      // Even a failed open leaves a handle to close.
      unsafe sqlite3_close_v2(handle)
      throw Self.failure(status, unsafe String(cString: sqlite3_errstr(status)), path: path)
    }
    unsafe raw = opened
    self.path = path
    unsafe sqlite3_busy_timeout(opened, 10_000)
    unsafe sqlite3_extended_result_codes(opened, 1)
  }

  deinit { unsafe sqlite3_close_v2(raw) }

  /// Runs one statement with its values bound in order.
  ///
  /// - Returns: All rows.
  @discardableResult
  func run(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    var prepared: OpaquePointer?
    try check(unsafe sqlite3_prepare_v2(raw, sql, -1, &prepared, nil))
    guard let statement = unsafe prepared else { return [] }
    defer { unsafe sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() { try unsafe bind(value, Int32(index + 1), statement) }
    var rows: [[SQLValue]] = []
    while true {
      let status = unsafe sqlite3_step(statement)
      switch status {
      case SQLITE_DONE: return rows
      case SQLITE_ROW: unsafe rows.append(row(statement))
      default: try check(status)
      }
    }
  }

  private func bind(_ value: SQLValue, _ index: Int32, _ statement: OpaquePointer) throws {
    switch value {
    case .null: try check(unsafe sqlite3_bind_null(statement, index))
    case .int(let number): try check(unsafe sqlite3_bind_int64(statement, index, number))
    case .text(let text):
      // SQLITE_TRANSIENT: SQLite copies the text before the call returns.
      let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      try check(unsafe sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), copies))
    }
  }

  private func row(_ statement: OpaquePointer) -> [SQLValue] {
    unsafe (0..<sqlite3_column_count(statement)).map { column in
      switch unsafe sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER: return .int(unsafe sqlite3_column_int64(statement, column))
      case SQLITE_NULL: return .null
      default:
        guard let text = unsafe sqlite3_column_text(statement, column) else { return .null }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return .text(unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
      }
    }
  }

  private func check(_ status: Int32) throws {
    guard status == SQLITE_OK else {
      throw Self.failure(status, unsafe String(cString: sqlite3_errmsg(raw)), path: path)
    }
  }

  private static func failure(_ status: Int32, _ why: String, path: String) -> OpsError {
    switch status & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      OpsError(
        .corrupt, "the catalog \(path) is damaged", why: why,
        hint: "move it away and run 'dbops backups --rebuild'; the repository itself is not concerned")
    case SQLITE_BUSY:
      OpsError(.locked, "cannot use the catalog \(path)", why: "another process has held it for 10 s")
    default:
      OpsError(.failed, "cannot use the catalog \(path)", why: why)
    }
  }
}
