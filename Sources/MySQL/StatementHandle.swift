internal import CMariaDB

/// Owns one `MYSQL_STMT *`. It must end before the connection does, on the connection's thread.
@safe struct StatementHandle: ~Copyable {
  let raw: UnsafeMutablePointer<MYSQL_STMT>
  let server: String
  let account: String

  /// A statement of `connection`, not prepared yet.
  init(on connection: borrowing MySQLHandle) throws(SQLFailure) {
    guard let raw = unsafe mysql_stmt_init(connection.raw) else { throw connection.failure }
    unsafe self.raw = raw
    server = connection.server
    account = connection.account
  }

  deinit {
    unsafe mysql_stmt_close(raw)
  }

  /// Lets the server parse `sql`.
  func prepare(_ sql: String) throws(SQLFailure) {
    var sql = sql
    let status = sql.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        unsafe mysql_stmt_prepare(raw, text.baseAddress, UInt(text.count))
      }
    }
    guard status == 0 else { throw failure }
  }

  var failure: SQLFailure {
    SQLFailure(
      number: Int(unsafe mysql_stmt_errno(raw)),
      sqlState: unsafe mysql_stmt_sqlstate(raw).map { unsafe String(cString: $0) } ?? "HY000",
      text: unsafe mysql_stmt_error(raw).map { unsafe String(cString: $0) } ?? "", server: server,
      account: account)
  }

  /// The library reads as many values as there are question marks, whatever it is given.
  func requirePlaces(_ count: Int) throws(SQLFailure) {
    let places = unsafe Int(mysql_stmt_param_count(raw))
    guard places == count else {
      throw SQLFailure(
        number: 2031, text: "\(count) values for \(places) places", server: server, account: account)
    }
  }

  /// Runs the statement with `values` in the places of its question marks.
  func execute(_ values: [SQLValue]) throws(SQLFailure) {
    try requirePlaces(values.count)
    let buffers = values.map { ParameterBuffer($0) }
    var binds = unsafe buffers.map { unsafe $0.bind }
    let status = unsafe binds.withUnsafeMutableBufferPointer { binds in
      guard unsafe mysql_stmt_bind_param(raw, binds.baseAddress) == 0 else { return Int32(1) }
      return unsafe mysql_stmt_execute(raw)
    }
    // The library keeps pointers into the buffers until the statement has run.
    withExtendedLifetime(buffers) {}
    guard status == 0 else { throw failure }
  }

  var outcome: Outcome {
    let affected = unsafe mysql_stmt_affected_rows(raw)
    return Outcome(
      affectedRows: affected == UInt64.max ? 0 : affected, lastInsertID: unsafe mysql_stmt_insert_id(raw),
      warningCount: Int(unsafe mysql_stmt_warning_count(raw)), info: "")
  }

  /// The rows of the statement that was run, every value as text.
  func rows() throws(SQLFailure) -> Rows {
    var wantsLengths: my_bool = 1
    unsafe mysql_stmt_attr_set(raw, STMT_ATTR_UPDATE_MAX_LENGTH, &wantsLengths)
    guard unsafe mysql_stmt_store_result(raw) == 0 else { throw failure }
    guard let metadata = unsafe mysql_stmt_result_metadata(raw) else {
      return RowsBuilder().build(columns: [])
    }
    defer { unsafe mysql_free_result(metadata) }
    let names = unsafe columnNames(of: metadata)
    guard let fields = unsafe mysql_fetch_fields(metadata) else { throw failure }
    let columns = names.indices.map { unsafe ColumnBuffer(capacity: Int(fields[$0].max_length)) }
    var binds = unsafe columns.map { unsafe $0.bind }
    var builder = RowsBuilder()
    let status = unsafe binds.withUnsafeMutableBufferPointer { binds in
      guard unsafe mysql_stmt_bind_result(raw, binds.baseAddress) == 0 else { return Int32(1) }
      var status = unsafe mysql_stmt_fetch(raw)
      while status == 0 {
        for column in columns { column.append(to: &builder) }
        status = unsafe mysql_stmt_fetch(raw)
      }
      return status
    }
    withExtendedLifetime(columns) {}
    guard status == MYSQL_NO_DATA else { throw failure }
    return builder.build(columns: names)
  }
}

/// The memory of one bound value; the library reads it while the statement runs.
@safe private final class ParameterBuffer {
  private let memory: UnsafeMutableRawBufferPointer
  private let type: enum_field_types
  private let isUnsigned: Bool

  init(_ value: SQLValue) {
    let content: [UInt8]
    (content, type, isUnsigned) = Self.encoded(value)
    unsafe memory = .allocate(byteCount: max(8, content.count), alignment: 8)
    unsafe memory.copyBytes(from: content)
    count = content.count
  }

  private let count: Int

  deinit {
    unsafe memory.deallocate()
  }

  private static func encoded(_ value: SQLValue) -> ([UInt8], enum_field_types, Bool) {
    switch value {
    case .null: ([], MYSQL_TYPE_NULL, false)
    case .int(let value): (bytes(of: UInt64(bitPattern: value)), MYSQL_TYPE_LONGLONG, false)
    case .uint(let value): (bytes(of: value), MYSQL_TYPE_LONGLONG, true)
    case .double(let value):
      value.isFinite ? (bytes(of: value.bitPattern), MYSQL_TYPE_DOUBLE, false) : ([], MYSQL_TYPE_NULL, false)
    case .string(let text): (Array(text.utf8), MYSQL_TYPE_STRING, false)
    case .bytes(let bytes): (bytes, MYSQL_TYPE_BLOB, false)
    case .text(let bytes, let charset, _):
      (bytes, charset.lowercased().hasPrefix("utf8") ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB, false)
    }
  }

  private static func bytes(of word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (UInt64($0) * 8)) }
  }

  var bind: MYSQL_BIND {
    var bind = unsafe MYSQL_BIND()
    unsafe bind.buffer_type = type
    unsafe bind.buffer = memory.baseAddress
    unsafe bind.buffer_length = UInt(count)
    unsafe bind.is_unsigned = isUnsigned ? 1 : 0
    return unsafe bind
  }
}

/// The memory one column's values are fetched into.
@safe private final class ColumnBuffer {
  private let memory: UnsafeMutableRawBufferPointer
  private let length = UnsafeMutablePointer<UInt>.allocate(capacity: 1)
  private let isNull = UnsafeMutablePointer<my_bool>.allocate(capacity: 1)

  init(capacity: Int) {
    // 64 bytes hold every number and date, for which the library reports no length.
    unsafe memory = .allocate(byteCount: max(64, capacity + 1), alignment: 8)
    unsafe length.initialize(to: 0)
    unsafe isNull.initialize(to: 0)
  }

  deinit {
    unsafe memory.deallocate()
    unsafe length.deallocate()
    unsafe isNull.deallocate()
  }

  var bind: MYSQL_BIND {
    var bind = unsafe MYSQL_BIND()
    unsafe bind.buffer_type = MYSQL_TYPE_STRING
    unsafe bind.buffer = memory.baseAddress
    unsafe bind.buffer_length = UInt(memory.count)
    unsafe bind.length = length
    unsafe bind.is_null = isNull
    return unsafe bind
  }

  func append(to builder: inout RowsBuilder) {
    guard unsafe isNull.pointee == 0 else { return builder.appendNull() }
    let count = min(Int(unsafe length.pointee), unsafe memory.count)
    unsafe builder.bytes.append(contentsOf: memory[..<count])
    builder.endValue()
  }
}
