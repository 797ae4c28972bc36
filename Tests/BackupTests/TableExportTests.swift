import Backup
import MySQL
import Schema
import Testing

@Suite struct TableExportTests {
  private let name = TableName("shop", "or`ders")

  private func definition(_ columns: [ColumnDefinition], lifeSpan: [String] = [], key: ReadingKey? = nil)
    -> TableDefinition
  {
    TableDefinition(
      name: name, create: [], engine: "InnoDB", columns: columns, key: key, lifeSpan: lifeSpan, createdAt: "",
      estimatedRows: 0, estimatedBytes: 0)
  }

  private func select(_ table: TableDefinition, _ range: KeyRange = .whole) -> String {
    TableExport(table).select(range).description
  }

  private func load(_ table: TableDefinition) -> String {
    TableExport(table).load(into: TableName("copy", "t")).description
  }

  @Test func `plain columns travel as they are stored`() {
    let table = definition([Sample.column("id"), Sample.column("v", "varchar")])
    #expect(select(table) == "SELECT /*!40001 SQL_NO_CACHE */ `id`, `v` FROM `shop`.`or``ders`")
    #expect(
      load(table).hasPrefix("LOAD DATA LOCAL INFILE 'dbops' INTO TABLE `copy`.`t` CHARACTER SET binary"))
    #expect(load(table).hasSuffix("(`id`, `v`)"))
  }

  @Test func `rows come in the order of the key, through its index`() {
    let column = Sample.column("k")
    let key = ReadingKey(indexName: "by`k", columns: [column, Sample.column("l")])
    let range = KeyRange(columns: key.columns, lower: [[0x31]], upper: nil)
    #expect(
      select(definition([column], key: key), range)
        == "SELECT /*!40001 SQL_NO_CACHE */ `k` FROM `shop`.`or``ders` FORCE INDEX (`by``k`) WHERE `k` > 1 ORDER BY `k`, `l`"
    )
  }

  @Test func `a FLOAT is read as a DOUBLE, so that no digit and no sign is lost`() {
    let table = definition([Sample.column("f", "float"), Sample.column("d", "double")])
    #expect(select(table).contains("SELECT /*!40001 SQL_NO_CACHE */ `f`*1E0, `d` FROM"))
    #expect(load(table).hasSuffix("(`f`, `d`)"))
  }

  @Test(arguments: ["enum", "set"])
  func `choices travel by number, since the text of an error is that of an empty member`(type: String) {
    let table = definition([Sample.column("id"), Sample.column("x`y", type)])
    #expect(select(table).contains("`id`, CAST(`x``y` AS UNSIGNED) FROM"))
    #expect(load(table).hasSuffix("(`id`, @v1) SET `x``y`=CAST(@v1 AS UNSIGNED)"))
  }

  @Test(arguments: ["json", "inet4", "inet6", "uuid"])
  func `types that want text get text`(type: String) {
    let table = definition([Sample.column("id"), Sample.column("x`y", type)])
    #expect(select(table).contains("`id`, `x``y` FROM"))
    #expect(load(table).hasSuffix("(`id`, @v1) SET `x``y`=CONVERT(@v1 USING utf8mb4)"))
  }

  @Test func `generated columns stay at home, and a table of nothing else still counts its rows`() {
    let table = definition([Sample.column("id"), Sample.column("twice", isGenerated: true)])
    #expect(select(table).contains(" `id` FROM") && load(table).hasSuffix("(`id`)"))
    let none = definition([Sample.column("twice", isGenerated: true)])
    #expect(select(none).contains(" 1 FROM") && load(none).hasSuffix("(@v0)"))
  }

  @Test func `a table with history is read whole, past rows and life spans included`() {
    let key = ReadingKey(indexName: "PRIMARY", columns: [Sample.column("id")])
    let table = definition([Sample.column("id")], lifeSpan: ["since", "until"], key: key)
    #expect(
      select(table)
        == "SELECT /*!40001 SQL_NO_CACHE */ `id`, `since`, `until` FROM `shop`.`or``ders` FOR SYSTEM_TIME ALL"
    )
    #expect(load(table).hasSuffix("(`id`, `since`, `until`)"))
  }

  @Test func `an INSERT takes values the way LOAD DATA does`() {
    let columns = [
      ("id", "int"), ("f", "float"), ("x`y", "enum"), ("s", "set"), ("i", "inet6"), ("u", "uuid"),
    ]
    let table = definition(columns.map { Sample.column($0, $1) }, lifeSpan: ["since", "until"])
    let statements = TableExport(table).statements(into: TableName("copy", "t"))
    #expect(statements.load.description == load(table))
    #expect(
      statements.insert.description == """
        INSERT IGNORE INTO `copy`.`t` (`id`, `f`, `x``y`, `s`, `i`, `u`, `since`, `until`)
        VALUES (?, ?, CAST(? AS UNSIGNED), CAST(? AS UNSIGNED), CONVERT(? USING utf8mb4), CONVERT(? USING utf8mb4), ?, ?)
        """)
    #expect(statements.columns == 8)
    let none = definition([Sample.column("twice", isGenerated: true)])
    #expect(TableExport(none).statements(into: TableName("copy", "t")).columns == 0)
  }

  @Test(arguments: [
    ("InnoDB", true, true), ("MyISAM", false, true), ("BLACKHOLE", false, false), ("ROCKSDB", true, true),
  ])
  func `engines differ in what a backup can do with them`(
    engine: String, isTransactional: Bool, holdsRows: Bool
  ) {
    let table = Sample.table("shop", "t", engine: engine)
    #expect(table.isTransactional == isTransactional && table.holdsRows == holdsRows)
  }
}

@Suite struct TableTextTests {
  private func without(_ options: String) -> String {
    let text =
      "CREATE TABLE `t` (\n  `id` int NOT NULL AUTO_INCREMENT COMMENT ') AUTO_INCREMENT=1'\n) \(options)"
    return String(decoding: TableText.withoutCounter(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    (
      "ENGINE=InnoDB AUTO_INCREMENT=18446744073709551611 DEFAULT CHARSET=utf8mb4",
      "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
    ),
    ("ENGINE=InnoDB AUTO_INCREMENT=7", "ENGINE=InnoDB"), ("ENGINE=InnoDB", "ENGINE=InnoDB"),
    ("ENGINE=InnoDB COMMENT='x AUTO_INCREMENT=5'", "ENGINE=InnoDB COMMENT='x AUTO_INCREMENT=5'"),
    (
      "ENGINE=InnoDB AUTO_INCREMENT=9 COMMENT='x AUTO_INCREMENT=5'\n PARTITION BY HASH (`id`)",
      "ENGINE=InnoDB COMMENT='x AUTO_INCREMENT=5'\n PARTITION BY HASH (`id`)"
    ),
  ])
  func `only the counter among the options is left out`(options: String, rest: String) {
    #expect(without(options).hasSuffix(") \(rest)"), "\(without(options))")
  }

  @Test func `two readings of a table that has counted on are of the same shape`() {
    func table(_ counter: Int, comment: String = "x") -> TableDefinition {
      let create =
        "CREATE TABLE `t` (\n  `id` int\n) ENGINE=InnoDB AUTO_INCREMENT=\(counter) COMMENT='\(comment)'"
      return Sample.table("shop", "t", create: Array(create.utf8))
    }
    #expect(table(7).hasSameShape(as: table(123)))
    #expect(!table(7).hasSameShape(as: table(7, comment: "y")))
  }
}
