/// What is known of the servers' character sets.
package enum Charset {
  /// The name in lower case, with the old name of UTF-8 in three bytes replaced: `utf8` and `utf8mb3` are the same.
  package static func normalised(_ name: String) -> String {
    let lower = name.lowercased()
    if lower == "utf8" { return "utf8mb3" }
    return lower.hasPrefix("utf8_") ? "utf8mb3_" + lower.dropFirst(5) : lower
  }

  /// The character set that a collation is for; nil where its name does not tell.
  package static func ofCollation(_ collation: String) -> String? {
    let charset = collation.prefix { $0 != "_" }
    // MariaDB also has collations without one, to be used with several: `uca1400_ai_ci`.
    guard !charset.isEmpty, !charset.hasPrefix("uca"), charset != "default" else { return nil }
    return String(charset)
  }

  /// The collation that a server means when it prints a character set alone.
  package static func defaultCollation(of charset: String) -> String {
    switch charset {
    case "binary": "binary"
    case "latin1", "dec8", "swe7": charset + "_swedish_ci"
    case "big5", "gb2312", "gbk", "gb18030": charset + "_chinese_ci"
    case "cp932", "sjis", "ujis", "eucjpms": charset + "_japanese_ci"
    case "euckr": "euckr_korean_ci"
    case "hp8": "hp8_english_ci"
    case "latin5": "latin5_turkish_ci"
    case "tis620": "tis620_thai_ci"
    default: charset + "_general_ci"
    }
  }

  /// Whether every character of `source` is also in `target`, so that no text is lost in conversion.
  package static func holds(_ source: String, in target: String) -> Bool {
    if source == target || source == "ascii" && isASCIICompatible(target) { return true }
    // All of Unicode; sources without characters (binary) are no texts.
    if ["utf8mb4", "utf16", "utf16le", "utf32", "gb18030"].contains(target) { return source != "binary" }
    if ["utf8mb3", "ucs2"].contains(target) {
      // These hold the first plane of Unicode, where all older character sets live, but for some of the Chinese.
      return !["binary", "utf8mb4", "utf16", "utf16le", "utf32", "gb18030"].contains(source)
    }
    return (source, target) == ("gb2312", "gbk")
  }

  /// The most bytes that one character takes; 4 where the character set is not known.
  package static func mostBytes(_ charset: String?) -> Int {
    switch charset ?? "" {
    case "utf8mb3", "ujis", "eucjpms": 3
    case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030", "": 4
    case "ucs2", "big5", "gb2312", "gbk", "sjis", "cp932", "euckr": 2
    default: 1
    }
  }

  /// How many bytes each byte of a text may become in another character set.
  static func growth(from source: String, to target: String) -> Int {
    if source == "ascii", isASCIICompatible(target) {
      return ["ucs2", "utf16", "utf16le"].contains(target) ? 2 : target == "utf32" ? 4 : 1
    }
    return (source, target) == ("utf8mb3", "utf8mb4") ? 1 : mostBytes(target)
  }

  private static func isASCIICompatible(_ charset: String) -> Bool {
    !["binary", "swe7", "sjis", "cp932"].contains(charset)
  }
}
