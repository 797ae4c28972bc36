import Schema
import Testing

@Suite struct ColumnHazardTests {
  typealias Kind = ColumnHazard.Kind

  private func kinds(_ before: String, _ after: String, key: [String] = []) throws -> Set<Kind> {
    let mapping = try Tables.mapping(["`c` \(before)"], ["`c` \(after)"] + key)
    #expect(mapping.hazards.allSatisfy { $0.column == "c" && !$0.text.isEmpty })
    return Set(mapping.hazards.map(\.kind))
  }

  static let harmless: [(String, String)] = [
    ("int", "int"), ("int", "bigint"), ("tinyint(1)", "int(11)"), ("int unsigned", "bigint"),
    ("int(5) unsigned zerofill", "int unsigned"), ("tinyint unsigned", "smallint"), ("int", "decimal(10,0)"),
    ("bigint unsigned", "decimal(20,0)"), ("decimal(10,2)", "decimal(12,2)"),
    ("decimal(10,2)", "decimal(12,4)"),
    ("int", "double"), ("smallint", "float"), ("year(4)", "smallint"), ("bit(1)", "tinyint"),
    ("bit(8)", "bit(9)"), ("bit(63)", "bigint"), ("int", "varchar(11)"), ("bigint unsigned", "varchar(20)"),
    ("decimal(5,2)", "varchar(7)"), ("varchar(10)", "varchar(20)"), ("varchar(10)", "text"),
    ("char(10)", "varchar(10)"), ("tinytext", "varchar(255)"), ("text", "mediumtext"),
    ("varchar(10) CHARACTER SET latin1", "varchar(10)"),
    ("varchar(10) CHARACTER SET ascii", "varchar(10) CHARACTER SET latin1"),
    ("text CHARACTER SET utf8mb3", "text"), ("text CHARACTER SET ascii", "text CHARACTER SET latin1"),
    ("varbinary(10)", "varbinary(11)"), ("binary(4)", "varbinary(4)"), ("blob", "longblob"),
    ("enum('a','b')", "enum('a','b','c')"), ("set('a','b')", "set('a','b','c')"),
    ("enum('a','bcd')", "varchar(3)"),
    ("set('a','bcd')", "varchar(5)"), ("datetime", "datetime(6)"), ("date", "datetime"),
    ("date", "varchar(10)"),
    ("datetime(3)", "varchar(23)"), ("json", "longtext"), ("json", "json"), ("point", "geometry"),
    ("point NOT NULL", "point NOT NULL"), ("uuid", "varchar(36)"), ("uuid", "uuid"),
    ("vector(3)", "vector(3)"),
    ("int NOT NULL", "int"), ("int NOT NULL AUTO_INCREMENT", "bigint NOT NULL AUTO_INCREMENT"),
    ("longtext CHECK (json_valid(`c`))", "longtext CHECK (json_valid(`c`))"),
    ("varchar(5) COLLATE utf8mb4_bin", "varchar(5)"), ("time(3)", "time(6)"), ("float", "float"),
    ("double(7,3)", "double(7,3)"),
  ]

  static let risky: [(String, String, Set<Kind>)] = [
    ("bigint", "int", [.rangeNarrowed]), ("int", "int unsigned", [.signChanged]),
    ("int unsigned", "int", [.signChanged]), ("bigint", "int unsigned", [.rangeNarrowed, .signChanged]),
    ("bigint unsigned", "decimal(19,0)", [.rangeNarrowed]),
    ("decimal(10,2)", "decimal(10,1)", [.fractionLost]),
    ("decimal(10,2)", "decimal(10,4)", [.rangeNarrowed]), ("decimal(10,2)", "bigint", [.fractionLost]),
    ("decimal(3,0)", "tinyint", [.rangeNarrowed]), ("decimal(5,2)", "decimal(5,2) unsigned", [.signChanged]),
    ("bigint", "double", [.approximateNumber]), ("int", "float", [.approximateNumber]),
    ("decimal(10,2)", "double", [.approximateNumber]), ("float", "double", [.approximateNumber]),
    ("double", "float", [.approximateNumber]), ("double", "decimal(10,2)", [.approximateNumber]),
    ("float", "int unsigned", [.approximateNumber, .signChanged]),
    ("double(7,3)", "double(7,2)", [.approximateNumber]),
    ("int", "year(4)", [.rangeNarrowed, .signChanged]), ("year(4)", "tinyint", [.rangeNarrowed]),
    ("bit(64)", "bigint", [.rangeNarrowed]), ("bit(9)", "bit(8)", [.rangeNarrowed]),
    ("bit(8)", "varchar(20)", [.encodingChanged]), ("int", "varchar(10)", [.lengthNarrowed]),
    ("int(20) unsigned zerofill", "varchar(19)", [.lengthNarrowed]),
    ("double", "varchar(30)", [.approximateNumber]),
    ("int", "date", [.typeChanged]), ("int", "enum('a')", [.typeChanged]), ("int", "json", [.typeChanged]),
    ("varchar(20)", "varchar(19)", [.lengthNarrowed]), ("text", "varchar(255)", [.lengthNarrowed]),
    ("varchar(64)", "tinytext", [.lengthNarrowed]), ("mediumtext", "text", [.lengthNarrowed]),
    ("text CHARACTER SET latin1", "text", [.lengthNarrowed]), ("varchar(9)", "char(9)", [.padding]),
    ("binary(4)", "binary(8)", [.padding]), ("varbinary(4)", "binary(4)", [.padding]),
    ("blob", "tinyblob", [.lengthNarrowed]), ("varbinary(9)", "varbinary(8)", [.lengthNarrowed]),
    ("varchar(9)", "varchar(9) CHARACTER SET latin1", [.charsetLoses]),
    ("varchar(9)", "varchar(9) CHARACTER SET utf8mb3", [.charsetLoses]),
    ("varchar(9) CHARACTER SET latin1", "varchar(9) CHARACTER SET latin2", [.charsetLoses]),
    ("varchar(9) CHARACTER SET sjis", "varchar(9) CHARACTER SET cp932", [.charsetLoses]),
    ("enum('a') CHARACTER SET utf8mb4", "enum('a') CHARACTER SET ascii", [.charsetLoses]),
    ("varchar(9)", "varbinary(36)", [.encodingChanged]),
    ("varchar(9)", "varbinary(35)", [.encodingChanged, .lengthNarrowed]),
    ("varbinary(9)", "varchar(9)", [.encodingChanged]), ("blob", "text", [.encodingChanged]),
    ("text", "json", [.encodingChanged, .typeChanged]), ("json", "varchar(9)", [.lengthNarrowed]),
    ("json", "int", [.typeChanged]),
    ("longtext", "longtext CHECK (json_valid(`c`))", [.typeChanged]), ("varchar(9)", "int", [.typeChanged]),
    ("varchar(9)", "enum('a')", [.membersRemoved]), ("enum('a','b')", "enum('a')", [.membersRemoved]),
    ("enum('a','b')", "enum('b','a')", [.membersReordered]),
    ("enum('a','b')", "enum('x','a','b')", [.membersReordered]),
    ("enum('a','b')", "enum('b')", [.membersRemoved, .membersReordered]),
    ("enum('a','b')", "enum('A','b')", [.membersRemoved]),
    ("set('a','b')", "set('b','a')", [.membersReordered]),
    ("set('a','b')", "set('a')", [.membersRemoved]), ("enum('a','b')", "set('a','b')", [.typeChanged]),
    ("enum('a','bcd')", "varchar(2)", [.lengthNarrowed]), ("set('a','bcd')", "varchar(4)", [.lengthNarrowed]),
    ("enum('1','2')", "int", [.typeChanged]), ("datetime(6)", "datetime(3)", [.fractionLost]),
    ("datetime", "date", [.fractionLost]), ("datetime", "timestamp NULL", [.timeZone, .rangeNarrowed]),
    ("timestamp NULL", "datetime", [.timeZone]), ("timestamp(6) NULL", "date", [.timeZone, .fractionLost]),
    ("time(3)", "time", [.fractionLost]), ("time", "datetime", [.typeChanged]),
    ("datetime", "time", [.typeChanged]),
    ("year(4)", "date", [.typeChanged]), ("datetime", "int", [.typeChanged]),
    ("datetime", "varchar(18)", [.lengthNarrowed]),
    ("geometry", "point", [.typeChanged]), ("point", "point /*!80003 SRID 4326 */", [.typeChanged]),
    ("point", "varchar(100)", [.typeChanged]), ("uuid", "varchar(35)", [.typeChanged]),
    ("varchar(36)", "uuid", [.typeChanged]),
    ("vector(3)", "vector(4)", [.typeChanged]), ("int", "int NOT NULL", [.nullForbidden]),
    ("int NOT NULL AUTO_INCREMENT", "int NOT NULL", [.counterLost]),
    ("int", "int GENERATED ALWAYS AS (1) STORED", [.generatedReplaces]),
  ]

  @Test(arguments: harmless)
  func `what keeps every value is no hazard`(before: String, after: String) throws {
    #expect(try kinds(before, after) == [])
  }

  @Test(arguments: risky)
  func `what may lose or change values is told`(before: String, after: String, expected: Set<Kind>) throws {
    #expect(try kinds(before, after) == expected)
  }

  @Test func `a collation matters where a unique key holds the column`() throws {
    let (before, after) = ("varchar(9) COLLATE utf8mb4_bin", "varchar(9) COLLATE utf8mb4_general_ci")
    #expect(try kinds(before, after) == [])
    #expect(try kinds(before, after, key: ["KEY `c` (`c`)"]) == [])
    #expect(try kinds(before, after, key: ["UNIQUE KEY `c` (`c`)"]) == [.collationOnUniqueKey])
    #expect(try kinds("varchar(9)", "varchar(9)", key: ["UNIQUE KEY `c` (`c`)"]) == [])
  }

  @Test func `hazards name what is concerned`() throws {
    let mapping = try Tables.mapping(
      ["`c` enum('new','it''s','gone')"], ["`c` enum('it''s','new')"], "MODIFY c ENUM('it''s','new')")
    #expect(
      mapping.hazards.map(\.text) == [
        "rows that hold 'gone' cannot be copied: no longer a member",
        "'new', 'it's' get other numbers: texts are kept, but the order and what is compared by number change",
      ])
    #expect(mapping.hazards.map(\.severity) == [.loss, .meaning])
  }

  @Test(arguments: [
    ("`x` varchar(36) DEFAULT (uuid())", true), ("`x` bigint NOT NULL AUTO_INCREMENT", true),
    ("`x` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP", true), ("`x` int DEFAULT '1'", false),
    ("`x` int DEFAULT NULL", false),
  ])
  func `a new column whose default changes is told`(column: String, isHazard: Bool) throws {
    let mapping = try Tables.mapping(["`id` int"], ["`id` int", column], "ADD x INT")
    #expect(mapping.hazards.map(\.kind) == (isHazard ? [.defaultPerCopy] : []))
    #expect(mapping.hazards.allSatisfy { $0.column == "x" })
  }
}
