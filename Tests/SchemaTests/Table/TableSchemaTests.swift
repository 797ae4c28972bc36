import Basics
import Schema
import TestKit
import Testing

@Suite struct TableSchemaTests {
  private func parse(_ sql: String) throws -> TableSchema { try TableSchema(parsing: Array(sql.utf8)) }

  @Test(arguments: ["mariadb", "mysql"])
  func `everything that servers printed is of a known form`(flavour: String) throws {
    for text in try Fixture.definitions(flavour) {
      let table = try TableSchema(parsing: text)
      #expect(!table.columns.isEmpty)
      #expect(table.columns.allSatisfy { $0.type.base != .other }, "\(table.columns)")
      #expect(!table.options.engine.isEmpty)
    }
  }

  @Test func `a table as MySQL prints it`() throws {
    let table = try parse(
      """
      CREATE TABLE `or``ders` (
        `id` bigint unsigned NOT NULL AUTO_INCREMENT,
        `a` varchar(10) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x''y\\\\',
        `b` enum('a''b','c,d') CHARACTER SET utf8mb3 DEFAULT NULL,
        `c` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3) COMMENT 'it''s',
        `d` decimal(10,2) unsigned zerofill DEFAULT NULL,
        `e` int GENERATED ALWAYS AS ((`d` + 1)) VIRTUAL,
        `g` geometry NOT NULL /*!80003 SRID 4326 */,
        `t` text /*!50633 COLUMN_FORMAT DYNAMIC */,
        `i` int DEFAULT '5' /*!80023 INVISIBLE */,
        `j` json DEFAULT (json_array()),
        PRIMARY KEY (`id`,`a`(3)),
        UNIQUE KEY `u` (`a` DESC) COMMENT 'x' /*!80000 INVISIBLE */,
        KEY `f` ((lower(`a`)),`id`),
        FULLTEXT KEY `ft` (`t`) /*!50100 WITH PARSER `ngram` */ ,
        SPATIAL KEY `s` (`g`),
        CONSTRAINT `fk` FOREIGN KEY (`d`) REFERENCES `x`.`p` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
        CONSTRAINT `ck` CHECK ((`d` > 0)) /*!80016 NOT ENFORCED */
      ) /*!50100 TABLESPACE `ts` */ ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC COMMENT='tab;le'
      /*!50100 PARTITION BY HASH (`id`)
      PARTITIONS 4 */
      """)
    #expect(table.name == "or`ders")
    #expect(
      table.columns.map { Sketch.of($0) } == [
        "<id> bigint unsigned required counts",
        #"<a> varchar(10) latin1 latin1_bin required default 'x''y\\'"#,
        "<b> enum(a'b|c,d) utf8mb3 utf8mb3_general_ci default null",
        "<c> datetime(3) default e:CURRENT_TIMESTAMP(3) update CURRENT_TIMESTAMP(3) comment it's",
        "<d> decimal(10.2) unsigned zerofill default null", "<e> int virtual (`d` + 1)",
        "<g> geometry required srid 4326", "<t> text utf8mb4 utf8mb4_0900_ai_ci",
        "<i> int default '5' invisible", "<j> json default e:(json_array())",
      ])
    #expect(
      table.keys.map { Sketch.of($0) } == [
        "primary <PRIMARY> (<id>,<a>(3))", "unique <u> (<a> desc) comment x hidden",
        "index <f> (e:lower(`a`),<id>)", "fulltext <ft> (<t>) parser ngram", "spatial <s> (<g>)",
      ])
    #expect(
      table.foreignKeys.map { Sketch.of($0) } == ["foreign <fk> d → x.p(id) delete SET NULL update CASCADE"])
    #expect(table.checks.map(\.name) == ["ck"])
    #expect(table.checks.map(\.isEnforced) == [false])
    #expect(table.options.engine == "InnoDB")
    #expect(table.options.autoIncrement == 42)
    #expect(table.options.rowFormat == "DYNAMIC")
    #expect(table.options.comment == "tab;le")
    #expect(table.options.others == ["TABLESPACE": "`ts`"])
    #expect(table.options.partitioning == "PARTITION BY HASH (`id`) PARTITIONS 4")
  }

  @Test func `a table as MariaDB prints it`() throws {
    let table = try parse(
      """
      CREATE TABLE `t` (
        `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
        `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
        `u` varchar(40) DEFAULT uuid(),
        `n` tinyint(1) DEFAULT 1,
        `i` int(11) INVISIBLE DEFAULT NULL,
        `c` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
        `starts` date NOT NULL,
        `ends` date NOT NULL,
        `s` timestamp(6) GENERATED ALWAYS AS ROW START,
        `e` timestamp(6) GENERATED ALWAYS AS ROW END,
        `k` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
        PRIMARY KEY (`id`,`e`),
        UNIQUE KEY `p` (`id`,`validity` WITHOUT OVERLAPS),
        UNIQUE KEY `h` (`c`) USING HASH,
        KEY `ig` (`n`) IGNORED,
        CONSTRAINT `CONSTRAINT_1` CHECK (`n` > 0),
        PERIOD FOR `validity` (`starts`, `ends`),
        PERIOD FOR SYSTEM_TIME (`s`, `e`)
      ) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci `PAGE_COMPRESSED`='ON' WITH SYSTEM VERSIONING
       PARTITION BY SYSTEM_TIME
      (PARTITION `old` HISTORY ENGINE = InnoDB,
       PARTITION `now` CURRENT ENGINE = InnoDB)
      """)
    #expect(
      table.columns.map { Sketch.of($0) } == [
        "<id> bigint(20) unsigned required counts",
        "<j> longtext utf8mb4 utf8mb4_bin default null check json_valid(`j`)",
        "<u> varchar(40) latin1 latin1_swedish_ci default e:uuid()", "<n> tinyint(1) default 1",
        "<i> int(11) default null invisible", "<c> text latin1 latin1_swedish_ci default null compressed",
        "<starts> date required", "<ends> date required", "<s> timestamp(6) required row start",
        "<e> timestamp(6) required row end", "<k> int(11) default null unversioned",
      ])
    #expect(
      table.keys.map { Sketch.of($0) } == [
        "primary <PRIMARY> (<id>,<e>)", "unique <p> (<id>,<validity> alone)", "unique <h> (<c>) HASH",
        "index <ig> (<n>) hidden",
      ])
    #expect(table.column("J")?.isJSON == true)
    #expect(table.column("u")?.isJSON == false)
    #expect(table.periods.map(\.name) == ["validity", "SYSTEM_TIME"])
    #expect(table.options.isSystemVersioned)
    #expect(table.options.others == ["PAGE_COMPRESSED": "'ON'"])
    #expect(table.options.partitioning?.hasPrefix("PARTITION BY SYSTEM_TIME (PARTITION `old`") == true)
  }

  @Test func `a table as MySQL 5.7 prints it`() throws {
    let table = try parse(
      """
      CREATE TABLE `t` (
        `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
        `ts` timestamp NULL DEFAULT NULL,
        `t2` timestamp NOT NULL DEFAULT '0000-00-00 00:00:00' ON UPDATE CURRENT_TIMESTAMP,
        `b` bit(1) DEFAULT b'0',
        `v` varchar(9) COLLATE utf8_bin DEFAULT NULL,
        `g` int(11) GENERATED ALWAYS AS ((`id` * 2)) STORED NOT NULL,
        PRIMARY KEY (`id`),
        KEY `v` (`v`(4)) USING BTREE KEY_BLOCK_SIZE=4
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8
      """)
    #expect(
      table.columns.map { Sketch.of($0) } == [
        "<id> int(10) unsigned required counts", "<ts> timestamp default null",
        "<t2> timestamp required default '0000-00-00 00:00:00' update CURRENT_TIMESTAMP",
        "<b> bit(1) default b'0'", "<v> varchar(9) utf8mb3 utf8mb3_bin default null",
        "<g> int(11) required stored (`id` * 2)",
      ])
    #expect(table.options.charset == "utf8mb3")
    #expect(table.options.collation == "utf8mb3_general_ci")
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `no damaged definition crashes the reader`(flavour: String) throws {
    var mutation = Mutation(seed: 4, special: "`'\"();,/*!-# \n\\=.0AaÀ")
    for text in try Fixture.definitions(flavour) {
      for _ in 0..<Mutation.rounds { _ = try? TableSchema(parsing: mutation.apply(to: text)) }
    }
  }

  @Test func `what is no definition is refused`() {
    for sql in [
      "", "CREATE TABLE", "CREATE TABLE (`a` int)", "CREATE TABLE `t` (`a`) ENGINE=x", "DROP TABLE (a)",
    ] {
      #expect(throws: OpsError.self, "\(sql)") { try parse(sql) }
    }
  }
}
