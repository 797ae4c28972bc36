internal import CMariaDB

/// Statements as text, with results small enough to be held.
extension MySQLHandle {
  /// Sends one statement and reads the head of its answer.
  func send(_ sql: String) throws(SQLFailure) {
    try send(Array(sql.utf8))
  }

  /// Sends one statement that need not be UTF-8.
  func send(_ sql: [UInt8]) throws(SQLFailure) {
    let status = unsafe sql.withUnsafeBytes { bytes in
      unsafe mysql_real_query(raw, bytes.assumingMemoryBound(to: CChar.self).baseAddress, UInt(bytes.count))
    }
    guard status == 0 else { throw failure }
  }

  /// Runs a statement; rows that it returns are dropped.
  func execute(_ sql: String) throws(SQLFailure) -> Outcome {
    try execute(Array(sql.utf8))
  }

  /// Runs a statement that need not be UTF-8; rows that it returns are dropped.
  func execute(_ sql: [UInt8]) throws(SQLFailure) -> Outcome {
    try send(sql)
    var outcome = try skipResult()
    while try nextResult() { outcome = try skipResult() }
    return outcome
  }

  /// Runs a statement and holds the rows of its first result.
  func query(_ sql: String) throws(SQLFailure) -> Rows {
    try send(sql)
    let rows = try storedRows()
    while try nextResult() { _ = try skipResult() }
    return rows
  }

  private func nextResult() throws(SQLFailure) -> Bool {
    let status = unsafe mysql_next_result(raw)
    guard status <= 0 else { throw failure }
    return status == 0
  }

  private func skipResult() throws(SQLFailure) -> Outcome {
    if let result = unsafe mysql_store_result(raw) {
      unsafe mysql_free_result(result)
    } else if unsafe mysql_field_count(raw) > 0 {
      throw failure
    }
    return outcome
  }

  /// What the statement just run did.
  var outcome: Outcome {
    let affected = unsafe mysql_affected_rows(raw)
    return Outcome(
      affectedRows: affected == UInt64.max ? 0 : affected, lastInsertID: unsafe mysql_insert_id(raw),
      warningCount: Int(unsafe mysql_warning_count(raw)),
      info: unsafe mysql_info(raw).map { unsafe String(cString: $0) } ?? "")
  }

  private func storedRows() throws(SQLFailure) -> Rows {
    guard let result = unsafe mysql_store_result(raw) else {
      guard unsafe mysql_field_count(raw) == 0 else { throw failure }
      return RowsBuilder().build(columns: [])
    }
    defer { unsafe mysql_free_result(result) }
    let count = Int(unsafe mysql_num_fields(result))
    var builder = RowsBuilder()
    while let row = unsafe mysql_fetch_row(result), let lengths = unsafe mysql_fetch_lengths(result) {
      for index in 0..<count {
        if let value = unsafe row[index] {
          unsafe builder.bytes.append(
            contentsOf: UnsafeRawBufferPointer(start: value, count: Int(lengths[index])))
          builder.endValue()
        } else {
          builder.appendNull()
        }
      }
    }
    return builder.build(columns: unsafe columnNames(of: result))
  }
}

/// The names of a result's columns. The result must stay alive during the call.
func columnNames(of result: UnsafeMutablePointer<MYSQL_RES>) -> [String] {
  guard let fields = unsafe mysql_fetch_fields(result) else { return [] }
  return (0..<Int(unsafe mysql_num_fields(result))).map { index in
    let field = unsafe fields[index]
    return unsafe field.name.map { unsafe String(cString: $0) } ?? ""
  }
}
