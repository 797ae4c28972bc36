import MySQL
import TestKit

/// A table with a certain kind of key, and rows for it.
struct KeyShape: Sendable {
  let name: String
  /// Columns and keys.
  let columns: SQLText
  var options: SQLText = ""
  /// Expressions for the columns of a row, from `i` (0, 1, 2 …) and `r` (256 random bits in hexadecimal digits).
  let values: SQLText
  /// Whether the key allows the table to be read in pieces.
  var isSplit = true

  /// Shapes that every server has, and those of `server` alone.
  static func all(on server: TestServer) -> [KeyShape] {
    common + (server == .mariadb ? mariadb : mysql)
  }

  /// `bits` random bits of `r`, from the digit `start` on.
  private static func random(_ bits: Int, from start: Int = 1) -> SQLText {
    "CAST(CONV(SUBSTRING(r, \(start), \(bits / 4)), 16, 10) AS UNSIGNED)"
  }

  private static let common: [KeyShape] = [
    KeyShape(
      name: "int_gaps", columns: "k INT NOT NULL PRIMARY KEY",
      values: "IF(i < 2500, i * 3 - 4000, CAST(\(random(32)) AS SIGNED) - 2147483648)"),
    KeyShape(
      name: "bigint_extremes", columns: "k BIGINT NOT NULL PRIMARY KEY",
      values: """
        CASE WHEN i = 0 THEN -9223372036854775808 WHEN i = 1 THEN 9223372036854775807 WHEN i < 1500 THEN i - 700
        WHEN i < 3000 THEN 9223372036854775807 - i ELSE CAST(\(random(64)) AS SIGNED) END
        """),
    KeyShape(
      name: "unsigned_extremes", columns: "k BIGINT UNSIGNED NOT NULL PRIMARY KEY",
      values: """
        CASE WHEN i = 0 THEN 0 WHEN i = 1 THEN 18446744073709551615 WHEN i < 2000 THEN 18446744073709551615 - i
        WHEN i < 3000 THEN CAST(9223372036854775807 AS UNSIGNED) + i ELSE \(random(64)) END
        """),
    KeyShape(
      name: "few_leading_values", columns: "a TINYINT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)",
      values: "i % 3, i"),
    KeyShape(
      name: "one_leading_value", columns: "a INT NOT NULL, b VARCHAR(40) NOT NULL, PRIMARY KEY (a, b)",
      values: "7, r"),
    KeyShape(
      name: "three_parts",
      columns: "a VARCHAR(10) NOT NULL, b DATE NOT NULL, c SMALLINT NOT NULL, PRIMARY KEY (a, b, c)",
      values: "SUBSTRING(r, 1, 1), DATE '2020-01-01' + INTERVAL i % 5 DAY, i - 2000"),
    KeyShape(
      name: "descending", columns: "a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a DESC, b)",
      values: "\(random(8)), i"),
    KeyShape(
      name: "equal_text",
      columns: """
        k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)
        """,
      values: "ELT(1 + i % 9, 'a', 'A', 'á', 'ａ', 'a ', 'ss', 'ß', 'ẞ', ''), i"),
    KeyShape(
      name: "equal_latin",
      columns: """
        k VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german2_ci NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)
        """, values: "ELT(1 + i % 7, 'ae', 'ä', 'Ä', 'oe', 'ö', 'ÿ', 'ß'), i"),
    KeyShape(
      name: "text_of_all_sorts",
      columns: "k VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY",
      values: """
        CONCAT(ELT(1 + i % 8, 'quote''', 'back\\\\', '\\n', '%', '🎁', '', '\\0', 'é'), SUBSTRING(r, 1, 30))
        """),
    KeyShape(
      name: "text_of_bytes",
      columns: "k VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY",
      values: "CONCAT(CHAR(65 + i % 50 USING utf8mb4), SUBSTRING(r, 1, 10))"),
    KeyShape(
      name: "fixed_text", columns: "k CHAR(12) CHARACTER SET ascii NOT NULL PRIMARY KEY",
      values: "SUBSTRING(r, 1, 1 + i % 12)"),
    KeyShape(
      name: "wide_text", columns: "k VARCHAR(30) CHARACTER SET utf16 NOT NULL PRIMARY KEY",
      values: "CONCAT(ELT(1 + i % 3, 'ж', '日', '🎁'), SUBSTRING(r, 1, 20))"),
    KeyShape(
      name: "bytes_16", columns: "k BINARY(16) NOT NULL PRIMARY KEY", values: "UNHEX(SUBSTRING(r, 1, 32))"),
    KeyShape(
      name: "bytes_of_any_length", columns: "k VARBINARY(20) NOT NULL PRIMARY KEY",
      values: """
        CONCAT(UNHEX(SUBSTRING(r, 1, 4)), REPEAT(ELT(1 + i % 4, x'00', x'20', x'5C', x'FF'), i % 7))
        """),
    KeyShape(
      name: "decimals", columns: "k DECIMAL(40, 10) NOT NULL PRIMARY KEY",
      values: """
        (CAST(\(random(56)) AS DECIMAL(40, 10)) - 36028797018963968) * 1000000 + CAST(i AS DECIMAL(40, 10)) / 10000000000
        """),
    KeyShape(
      name: "decimals_with_more",
      columns: "a DECIMAL(3, 1) NOT NULL, b DECIMAL(8, 0) UNSIGNED NOT NULL, PRIMARY KEY (a, b)",
      values: "(i % 100 - 50) / 10, i"),
    KeyShape(
      name: "dates", columns: "k DATE NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "DATE '1000-01-01' + INTERVAL \(random(20)) DAY, i"),
    KeyShape(
      name: "moments", columns: "k DATETIME(6) NOT NULL PRIMARY KEY",
      values: "TIMESTAMP '1000-01-01 00:00:00' + INTERVAL \(random(56)) MICROSECOND"),
    KeyShape(
      name: "odd_dates", columns: "k DATE NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values:
        "ELT(1 + i % 6, '0000-00-00', '2010-00-00', '2010-05-00', '2010-02-31', '2011-11-31', '0000-02-00'), i"
    ),
    KeyShape(
      name: "odd_moments", columns: "k DATETIME(3) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: """
        ELT(1 + i % 4, '0000-00-00 00:00:00', '2010-00-00 01:02:03.004', '2010-02-31 23:59:59.999', '2009-01-01'), i
        """),
    KeyShape(
      name: "stamps",
      columns: "k TIMESTAMP(6) NOT NULL DEFAULT '2000-01-01 00:00:00', n INT NOT NULL, PRIMARY KEY (k, n)",
      values:
        "IF(i < 1200, '0000-00-00 00:00:00', TIMESTAMP '2023-10-28 22:00:00' + INTERVAL i * 3 SECOND), i"),
    KeyShape(
      name: "times", columns: "k TIME(3) NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "SEC_TO_TIME(CAST(\(random(20)) AS SIGNED) * 2.5 - 1300000), i"),
    KeyShape(
      name: "years", columns: "k YEAR NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "IF(i % 4 = 0, 0, 1901 + i % 255), i"),
    KeyShape(
      name: "unique_only",
      columns: "v INT, a INT NOT NULL, b VARCHAR(50) NOT NULL, KEY (v), UNIQUE KEY `o``dd` (b, a)",
      values: "i % 10, i, SUBSTRING(r, 1, 3)"),
    KeyShape(
      name: "parted", columns: "k INT NOT NULL PRIMARY KEY", options: "PARTITION BY HASH (k) PARTITIONS 7",
      values: "i * 11 - 20000"),
    KeyShape(
      name: "nothing", columns: "a INT, b VARCHAR(50)", values: "i % 100, SUBSTRING(r, 1, 2)", isSplit: false),
    KeyShape(
      name: "unique_with_nulls", columns: "a INT, b INT, UNIQUE KEY (a)", values: "NULLIF(i, 7), i % 3",
      isSplit: false),
    KeyShape(
      name: "doubles", columns: "k DOUBLE NOT NULL PRIMARY KEY", values: "\(random(48)) / 3 - 40000000000000",
      isSplit: false),
    KeyShape(
      name: "choices", columns: "k ENUM('z', 'a', '2', '1') NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "1 + i % 4, i", isSplit: false),
    KeyShape(
      name: "bits", columns: "k BIT(33) NOT NULL PRIMARY KEY", values: "\(random(32)) * 2 + 1", isSplit: false
    ),
    KeyShape(
      name: "start_of_text", columns: "k TEXT NOT NULL, n INT NOT NULL, UNIQUE KEY (k(32), n)",
      values: "r, i", isSplit: false),
  ]

  private static let mariadb: [KeyShape] = [
    KeyShape(
      name: "uuids", columns: "k UUID NOT NULL PRIMARY KEY",
      values: """
        CONCAT_WS('-', SUBSTRING(r, 1, 8), SUBSTRING(r, 9, 4), CONCAT(1 + i % 7, SUBSTRING(r, 14, 3)),
        CONCAT(ELT(1 + i % 3, '0', '8', 'c'), SUBSTRING(r, 18, 3)), SUBSTRING(r, 21, 12))
        """),
    KeyShape(
      name: "addresses", columns: "k INET6 NOT NULL PRIMARY KEY",
      values: "INET6_NTOA(UNHEX(SUBSTRING(r, 1, 32)))"),
    KeyShape(
      name: "old_addresses", columns: "k INET4 NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "INET_NTOA(\(random(32))), i"),
    KeyShape(
      name: "newest_collation",
      columns:
        "k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "ELT(1 + i % 7, 'a', 'Á', 'ä', 'b', '🎁', '😀', ''), i"),
    KeyShape(
      name: "text_without_padding",
      columns:
        "k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "CONCAT('a', REPEAT(' ', i % 5)), i"),
  ]

  private static let mysql: [KeyShape] = [
    KeyShape(
      name: "newest_collation",
      columns:
        "k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "ELT(1 + i % 7, 'a', 'Á', 'ä', 'b', '🎁', '😀', 'a '), i"),
    KeyShape(
      name: "case_matters",
      columns:
        "k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL, n INT NOT NULL, PRIMARY KEY (k, n)",
      values: "ELT(1 + i % 7, 'a', 'A', 'á', 'Á', 'aa', 'AA', 'b'), i"),
  ]
}
