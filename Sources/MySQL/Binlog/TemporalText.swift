/// Dates and times of the log as the text that the server shows.
enum TemporalText {
  /// DATE: day, month and year in three bytes.
  static func date(_ cursor: inout ByteCursor) throws(BinlogDamage) -> String {
    let packed = Int(try cursor.unsigned(3))
    return date(packed >> 9, packed >> 5 & 0x0F, packed & 0x1F)
  }

  /// DATETIME as MySQL 5.6 and later store it.
  static func datetime(_ cursor: inout ByteCursor, digits: Int) throws(BinlogDamage) -> String {
    let packed = Int(try cursor.bigEndian(5)) - 0x80_0000_0000
    guard packed >= 0 else { throw BinlogDamage("a DATETIME is below zero") }
    let months = packed >> 22
    return date(months / 13, months % 13, packed >> 17 & 0x1F) + " " + clock(packed & 0x1FFFF)
      + fraction(try cursor.bigEndian((digits + 1) / 2), digits)
  }

  /// TIME as MySQL 5.6 and later store it; below zero its fraction counts down, too.
  static func time(_ cursor: inout ByteCursor, digits: Int) throws(BinlogDamage) -> String {
    let fractionBits = (digits + 1) / 2 * 8
    let packed = Int(try cursor.bigEndian(3 + fractionBits / 8)) - 0x80_0000 << fractionBits
    let size = abs(packed)
    return (packed < 0 ? "-" : "") + clock(size >> fractionBits & 0x3FFFFF)
      + fraction(UInt64(size & (1 << fractionBits - 1)), digits)
  }

  /// TIMESTAMP as MySQL 5.6 and later store it: seconds since 1970.
  static func timestamp(_ cursor: inout ByteCursor, digits: Int) throws(BinlogDamage) -> String {
    let seconds = Int(try cursor.bigEndian(4))
    return utc(seconds) + fraction(try cursor.bigEndian((digits + 1) / 2), digits)
  }

  /// TIMESTAMP before MySQL 5.6.
  static func oldTimestamp(_ cursor: inout ByteCursor) throws(BinlogDamage) -> String {
    utc(Int(try cursor.uint32()))
  }

  /// DATETIME before MySQL 5.6: `YYYYMMDDhhmmss` as one number.
  static func oldDatetime(_ cursor: inout ByteCursor) throws(BinlogDamage) -> String {
    let number = try cursor.uint64()
    guard number <= 99_991_231_235_959 else { throw BinlogDamage("a DATETIME is beyond the year 9999") }
    let (day, time) = (Int(number) / 1_000_000, Int(number) % 1_000_000)
    return date(day / 10_000, day / 100 % 100, day % 100) + " "
      + parts(time / 10_000, time / 100 % 100, time % 100)
  }

  /// TIME before MySQL 5.6: `hhmmss` as one number.
  static func oldTime(_ cursor: inout ByteCursor) throws(BinlogDamage) -> String {
    let number = Int(try cursor.signed(3))
    let size = abs(number)
    return (number < 0 ? "-" : "") + parts(size / 10_000, size / 100 % 100, size % 100)
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
    padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }

  /// Hours, minutes and seconds packed into bits.
  private static func clock(_ packed: Int) -> String {
    parts(packed >> 12, packed >> 6 & 0x3F, packed & 0x3F)
  }

  private static func parts(_ hours: Int, _ minutes: Int, _ seconds: Int) -> String {
    padded(hours, 2) + ":" + padded(minutes, 2) + ":" + padded(seconds, 2)
  }

  /// A fraction is stored with an even number of digits.
  private static func fraction(_ stored: UInt64, _ digits: Int) -> String {
    guard digits > 0 else { return "" }
    return "." + padded(Int(stored), digits + digits % 2).prefix(digits)
  }

  /// The civil date and time of `seconds` since 1970; 0 is how TIMESTAMP stores the zero date.
  private static func utc(_ seconds: Int) -> String {
    guard seconds > 0 else { return "0000-00-00 00:00:00" }
    // Days are counted in eras of 400 years that begin with March, so that the leap day comes last.
    let days = seconds / 86_400 + 719_468
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + days / 146_097 * 400 + (month <= 2 ? 1 : 0)
    let second = seconds % 86_400
    return date(year, month, dayOfYear - (153 * shifted + 2) / 5 + 1) + " "
      + parts(second / 3600, second / 60 % 60, second % 60)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }
}
