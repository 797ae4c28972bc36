import MySQL

/// A table's columns and unique keys as the server's catalog tells them.
struct TableCatalog: Sendable, Equatable {
  struct UniqueKey: Sendable, Equatable {
    let name: String
    /// Empty where a part is a prefix, an expression, or not visible.
    let columns: [String]
  }

  /// In the order of the table.
  let columns: [ColumnDefinition]
  /// The primary key first.
  let uniqueKeys: [UniqueKey]

  func column(_ name: String) -> ColumnDefinition? {
    columns.first { $0.name.lowercased() == name.lowercased() }
  }

  /// The comment of `table`; nil when there is no such table.
  static func comment(_ table: TableName, _ connection: isolated Connection) throws -> String? {
    try connection.query(
      """
      SELECT TABLE_COMMENT AS c FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    ).first?["c"].string
  }

  static func exists(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try comment(table, connection) != nil
  }

  static func read(_ table: TableName, _ connection: isolated Connection) throws -> TableCatalog {
    let place: SQLText = """
      TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    let columns = try connection.query(
      """
      SELECT COLUMN_NAME AS c, DATA_TYPE AS d, COLUMN_TYPE AS t, CHARACTER_SET_NAME AS s, COLLATION_NAME AS o,
      IS_NULLABLE AS u, EXTRA AS x FROM information_schema.COLUMNS WHERE \(place) ORDER BY ORDINAL_POSITION
      """
    ).map { row in
      let extra = (row["x"].string ?? "").uppercased()
      // DEFAULT_GENERATED marks an expression as default, not a generated column.
      let isGenerated = ["VIRTUAL GENERATED", "STORED GENERATED", "PERSISTENT"].contains {
        extra.contains($0)
      }
      return ColumnDefinition(
        name: row["c"].string ?? "", dataType: (row["d"].string ?? "").lowercased(),
        columnType: row["t"].string ?? "", characterSet: row["s"].string, collation: row["o"].string,
        isNullable: row["u"].string != "NO", isGenerated: isGenerated)
    }
    let parts = try connection.query(
      """
      SELECT * FROM information_schema.STATISTICS WHERE \(place) AND NON_UNIQUE = 0
      ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
      """)
    var names: [String] = []
    var keys: [String: [String?]] = [:]
    for part in parts {
      let name = part["INDEX_NAME"].string ?? ""
      if keys[name] == nil { names.append(name) }
      let isHidden =
        (part.has("IS_VISIBLE") && !part["IS_VISIBLE"].isOn) || (part.has("IGNORED") && part["IGNORED"].isOn)
      keys[name, default: []].append(part["SUB_PART"].isNull && !isHidden ? part["COLUMN_NAME"].string : nil)
    }
    return TableCatalog(
      columns: columns,
      uniqueKeys: names.map { name in
        let columns = keys[name] ?? []
        let whole = columns.compactMap { $0 }
        return UniqueKey(name: name, columns: whole.count == columns.count ? whole : [])
      })
  }
}

extension MigrationTables {
  /// Works out what the tables have in common.
  ///
  /// - Parameter renames: Columns of the source, in lower case, that have another name in the ghost table.
  /// - Returns: Nil when no unique key can serve as the copy key.
  static func matching(
    _ source: TableCatalog, _ ghost: TableCatalog, names: MigrationNames, renames: [String: String],
    dropped: Set<String>
  ) -> MigrationTables? {
    func counterpart(_ name: String) -> ColumnDefinition? {
      guard !dropped.contains(name.lowercased()) else { return nil }
      return ghost.column(renames[name.lowercased()] ?? name)
    }
    let shared = source.columns.compactMap { column in
      counterpart(column.name).map { SharedColumn(source: column, ghost: $0) }
    }
    func pair(ofGhost name: String) -> SharedColumn? {
      shared.first { $0.ghost.name.lowercased() == name.lowercased() }
    }
    guard let key = copyKey(source, ghost, shared) else { return nil }
    let others = ghost.uniqueKeys.filter { $0.name != key.ghostIndex && !$0.columns.isEmpty }
    let sourceKeys = source.uniqueKeys.map { $0.columns.map { $0.lowercased() } }
    return MigrationTables(
      names: names, key: key, columns: shared.filter { !$0.ghost.isGenerated },
      uniqueKeys: others.compactMap { unique in
        let columns = unique.columns.compactMap(pair)
        guard columns.count == unique.columns.count else { return nil }
        let onSource = columns.map { $0.source.name.lowercased() }
        let isSame = columns.allSatisfy { $0.source.collation == $0.ghost.collation }
        return GhostUniqueKey(
          name: unique.name, columns: columns,
          isOnSource: isSame && sourceKeys.contains { Set($0).isSubset(of: onSource) && !$0.isEmpty })
      },
      columnCount: source.columns.count)
  }

  private static func copyKey(
    _ source: TableCatalog, _ ghost: TableCatalog, _ shared: [SharedColumn]
  ) -> MigrationKey? {
    for candidate in source.uniqueKeys where !candidate.columns.isEmpty {
      let columns: [CopyKeyColumn] = candidate.columns.compactMap { name in
        guard let pair = shared.first(where: { $0.source.name == name }),
          let ordinal = source.columns.firstIndex(where: { $0.name == name }),
          !pair.source.isNullable, !pair.source.isGenerated, KeyLiteral.isComparable(pair.source),
          // The log holds these in a form of its own.
          !["inet4", "inet6", "uuid"].contains(pair.source.dataType),
          KeyLiteral.isComparable(pair.ghost)
        else { return nil }
        return CopyKeyColumn(source: pair.source, ghost: pair.ghost, ordinal: ordinal)
      }
      guard columns.count == candidate.columns.count else { continue }
      let wanted = columns.map { $0.ghost.name.lowercased() }
      guard let index = ghost.uniqueKeys.first(where: { $0.columns.map { $0.lowercased() } == wanted })
      else { continue }
      return MigrationKey(sourceIndex: candidate.name, ghostIndex: index.name, columns: columns)
    }
    return nil
  }
}
