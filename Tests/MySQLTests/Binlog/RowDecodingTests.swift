import Basics
import MySQL
import Testing

@Suite struct RowDecodingTests {
  private func log(_ name: String) throws -> RecordedLog { try RecordedLog(name) }

  @Test(arguments: ["mysql-rows", "mariadb-rows"])
  func `every type a key may have is decoded`(name: String) throws {
    let log = try log(name)
    // Updates leave columns out.
    let updates = try #require(log.events.indices.first { [24, 31].contains(log.type($0)) })
    let table = EveryType.table(isMySQL: name.hasPrefix("mysql"), EveryType.ordinals)
    let rows = try log.items(of: log.events[..<updates], watching: [table]).rows(of: 0)
    try #require(rows.count == 3)
    for (place, ordinal) in EveryType.ordinals.enumerated() {
      #expect(rows[0].after?[place] == EveryType.extremes[ordinal], "column \(ordinal + 1)")
      let defaulted: ColumnValue = [0: .uint(1), 43: .int(8)][ordinal] ?? .null
      #expect(rows[1].after?[place] == defaulted, "column \(ordinal + 1)")
      #expect(rows[2].after?[place] == EveryType.zeroes[ordinal] ?? .null, "column \(ordinal + 1)")
    }
  }

  @Test(arguments: ["mysql-rows", "mariadb-rows"])
  func `a key is found in full, minimal and noblob images, changed or not`(name: String) throws {
    func update(_ before: UInt64, _ after: UInt64) -> RowChange.Row {
      .init(before: [.uint(before)], after: [.uint(after)])
    }
    #expect(
      try log(name).items().rows(of: 0).dropFirst(3) == [
        update(1, 1), update(2, 2), update(1, 3), update(2, 2), update(3, 4),
        .init(before: [.uint(4)], after: nil), update(2, 2), .init(before: [.uint(.max)], after: nil),
      ])
  }

  @Test(arguments: ["mysql-rows", "mariadb-rows"])
  func `a watched column that the log leaves out is an error that names the setting`(name: String) throws {
    let isMySQL = name.hasPrefix("mysql")
    let error = #expect(throws: OpsError.self) {
      try log(name).items(watching: [EveryType.table(isMySQL: isMySQL, [0, 43])])
    }
    #expect(error?.message.contains("binlog_row_image") == true)
  }

  @Test func `updates of parts of JSON documents are stepped over`() throws {
    let rows = try log("mysql-special").items().rows(of: 3)
    func update(_ before: Int64, _ after: Int64) -> RowChange.Row {
      .init(before: [.int(before)], after: [.int(after)])
    }
    #expect(
      rows.dropFirst(2) == [
        update(1, 1), update(2, 2), update(1, 1), update(2, 12), update(1, 11), update(11, 11),
        update(12, 12),
      ])
  }

  @Test func `MariaDB's compressed rows are inflated`() throws {
    let rows = try log("mariadb-compressed").items().rows(of: 4)
    func key(_ n: Int64, _ id: Int64) -> [ColumnValue] { [.int(n), .int(id)] }
    #expect(rows.prefix(5) == (1...5).map { .init(before: nil, after: key($0, $0)) }[...])
    #expect(rows.dropFirst(5).prefix(5).map(\.after) == (1...5).map { key($0 + 1, $0) })
    #expect(
      rows.dropFirst(10) == [
        .init(before: key(5, 4), after: key(5, 104)), .init(before: key(6, 5), after: key(6, 105)),
        .init(before: key(2, 1), after: nil), .init(before: key(3, 2), after: nil),
      ])
  }

  @Test(arguments: [
    (45, [0], "it has 46 columns instead of 45"), (46, [50], "a watched column is not there"),
  ])
  func `a table that is not the watched one is told instead of its rows`(
    count: Int, ordinals: [Int], why: String
  ) throws {
    let keys = ordinals.map { WatchedColumn(ordinal: $0, isUnsigned: false) }
    let table = WatchedTable(name: ("fx", "every"), columnCount: count, keys: keys)
    let items = try log("mysql-rows").items(watching: [table])
    #expect(items.rows(of: 0).isEmpty)
    #expect(items.contains(.definitionChanged(table: 0, why: why)))
  }

  @Test(arguments: [10, 31])
  func `a column that tells no row from another cannot be watched`(ordinal: Int) throws {
    #expect(throws: BinlogDamage.self) {
      try log("mysql-rows").items(watching: [EveryType.table(isMySQL: true, [ordinal])])
    }
  }
}

extension [BinlogItem] {
  /// The changed rows of the table at `index` of what is watched.
  func rows(of index: Int) -> [RowChange.Row] {
    flatMap { item in
      guard case .rows(let change) = item, change.table == index else { return [RowChange.Row]() }
      return change.rows
    }
  }
}
