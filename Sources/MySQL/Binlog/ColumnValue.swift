/// One value of a row, as the binary log holds it.
package enum ColumnValue: Sendable, Hashable {
  case null
  case int(Int64)
  case uint(UInt64)
  /// As the server writes it: `-12.50`, with all digits of the column's scale.
  case decimal(String)
  /// Text in the column's character set, or bytes. The log leaves out the trailing spaces of CHAR and the
  /// trailing zero bytes of BINARY.
  case bytes([UInt8])
  /// BIT.
  case bits(UInt64)
  /// The number of an ENUM's member, 0 for the invalid one; of a SET the bits of its members.
  case enumeration(UInt64)
  /// `YYYY-MM-DD`, zeroes included.
  case date(String)
  /// `YYYY-MM-DD hh:mm:ss` with the digits of the column's fraction.
  case datetime(String)
  /// `hh:mm:ss`, perhaps with a sign, more digits for the hours and a fraction.
  case time(String)
  /// Like `datetime`, in UTC.
  case timestamp(String)
  /// 0, or 1901 to 2155.
  case year(Int)
}
