/// Values of one column.
extension ColumnLayout {
  /// Steps over a value without looking at it.
  func skip(_ cursor: inout ByteCursor) throws(BinlogDamage) {
    switch storage {
    case .fixed(let count): try cursor.skip(count)
    case .prefixed(let bytes): try cursor.skip(Int(try cursor.unsigned(bytes)))
    }
  }

  /// Reads a value.
  ///
  /// - Throws: `BinlogDamage`, also for types that no row is found by: FLOAT, JSON, compressed columns.
  func value(_ cursor: inout ByteCursor, isUnsigned: Bool) throws(BinlogDamage) -> ColumnValue {
    switch type {
    case .tiny, .short, .int24, .long, .longLong:
      return isUnsigned
        ? .uint(try cursor.unsigned(type.fixedSize)) : .int(try cursor.signed(type.fixedSize))
    case .year:
      let year = Int(try cursor.uint8())
      return .year(year == 0 ? 0 : 1900 + year)
    case .bit:
      guard case .fixed(let count) = storage else { throw .endsEarly }
      return .bits(try cursor.bigEndian(count))
    case .enumeration, .set:
      return .enumeration(try cursor.unsigned(detail))
    case .newDecimal:
      return .decimal(try DecimalForm(code: detail).text(&cursor))
    case .date, .newDate, .time, .time2, .datetime, .datetime2, .timestamp, .timestamp2:
      return try temporal(&cursor)
    case .string, .varchar, .varString, .blob, .tinyBlob, .mediumBlob, .longBlob, .geometry:
      guard case .prefixed(let bytes) = storage else { throw .endsEarly }
      return .bytes(try cursor.take(Int(try cursor.unsigned(bytes))))
    case .float, .double, .null, .typedArray, .compressedBlob, .compressedVarchar, .vector, .json:
      throw BinlogDamage("values of type \(type) cannot be watched")
    }
  }

  private func temporal(_ cursor: inout ByteCursor) throws(BinlogDamage) -> ColumnValue {
    switch type {
    case .time: .time(try TemporalText.oldTime(&cursor))
    case .time2: .time(try TemporalText.time(&cursor, digits: detail))
    case .datetime: .datetime(try TemporalText.oldDatetime(&cursor))
    case .datetime2: .datetime(try TemporalText.datetime(&cursor, digits: detail))
    case .timestamp: .timestamp(try TemporalText.oldTimestamp(&cursor))
    case .timestamp2: .timestamp(try TemporalText.timestamp(&cursor, digits: detail))
    default: .date(try TemporalText.date(&cursor))
    }
  }
}
