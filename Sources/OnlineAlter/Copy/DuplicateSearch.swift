import MySQL

/// Finds out why a row does not fit into the ghost table: a unique value is held by another row.
struct DuplicateSearch: Sendable {
  private let tables: MigrationTables
  private let statements: RefreshStatements
  /// Rows asked for at a time.
  private static let limit = 5000

  init(_ tables: MigrationTables) {
    self.tables = tables
    statements = RefreshStatements(tables)
  }

  /// Which unique keys of the ghost table are looked at.
  enum Scope: Sendable {
    case all
    /// Those in which the source cannot have a value twice: who is in the way is out of date.
    case onSource
  }

  /// The keys of rows in the ghost table that hold unique values which the source has in rows of `region`.
  ///
  /// Either they are out of date, or the source has the values twice. The tables bear their own names in the statement, so
  /// that it can be run by a session that has locked them.
  ///
  /// - Parameter onlyStale: Leaves out those whose value the source has there, too: in the statement's own snapshot, so that
  ///   nothing can change between the two looks. Not for a session that has locked the tables.
  func displaced(
    by region: RowRegion, in scope: Scope = .all, onlyStale: Bool = false, _ connection: isolated Connection
  ) throws -> [RowKey] {
    var found: Set<RowKey> = []
    let ghost = tables.ghost.sql
    for unique in tables.uniqueKeys where scope == .all || unique.isOnSource {
      let keys = tables.key.columns
      let chosen = keys.map { key -> SQLText in
        let value: SQLText = "\(ghost).\(quoted: key.ghost.name)"
        return key.inSourceCharacterSet(value) ?? value
      }.joined(separator: ", ")
      let values = unique.parts.map { part in
        let held = part.cut("\(ghost).\(quoted: part.column.ghost.name)")
        return "\(held) = \(part.cut(expression(part.column, of: "s")))" as SQLText
      }
      let same = keys.map {
        "\(ghost).\(quoted: $0.ghost.name) <=> \(expression(pair($0), of: "s"))" as SQLText
      }
      // By name: a star leaves invisible columns out.
      let needed = Set(keys.map(\.source.name) + unique.parts.map(\.column.source.name)).sorted()
      let rows = try connection.query(
        """
        SELECT DISTINCT \(chosen) FROM (SELECT \(needed.map { .quoted($0) }.joined(separator: ", "))
        FROM \(tables.source.sql) FORCE INDEX (\(quoted: tables.key.sourceIndex))
        WHERE \(statements.sourceCondition(region))) s JOIN \(ghost) ON \(values.joined(separator: " AND "))
        WHERE NOT (\(same.joined(separator: " AND ")))\(onlyStale ? notOnSource(unique) : "") LIMIT \(Self.limit)
        """)
      for row in rows {
        found.insert(tables.key.key(texts: keys.indices.map { row[$0].bytes ?? [] }))
      }
    }
    return Array(found)
  }

  /// That the source's row of the ghost row's key does not have the value which the ghost row has.
  private func notOnSource(_ unique: GhostUniqueKey) -> SQLText {
    // Where the source cannot have a value twice, whoever is in the way is out of date.
    guard !unique.isOnSource else { return "" }
    let ghost = tables.ghost.sql
    let row = tables.key.columns.map {
      "\(expression(pair($0), of: "b")) = \(ghost).\(quoted: $0.ghost.name)" as SQLText
    }
    let values = unique.parts.map { part -> SQLText in
      "\(part.cut(expression(part.column, of: "b"))) = \(part.cut("\(ghost).\(quoted: part.column.ghost.name)"))"
    }
    return """
       AND NOT EXISTS (SELECT 1 FROM \(tables.source.sql) b FORCE INDEX (\(quoted: tables.key.sourceIndex))
      WHERE \((row + values).joined(separator: " AND ")))
      """
  }

  /// Values that several rows of the source have in a unique key of the ghost; nil when there are none.
  func onSource(
    _ region: RowRegion, _ connection: isolated Connection
  ) throws -> (key: String, values: String)? {
    for unique in tables.uniqueKeys where !unique.isOnSource {
      let values = unique.parts.map { $0.cut(expression($0.column, of: "t")) }
      let same = unique.parts.map {
        "\($0.cut(expression($0.column, of: "t"))) = \($0.cut(expression($0.column, of: "r")))" as SQLText
      }
      let texts = unique.parts.map { "CAST(t.\(quoted: $0.column.source.name) AS CHAR)" as SQLText }
      let row = try connection.query(
        """
        SELECT MIN(CONVERT(CONCAT_WS('-', \(texts.joined(separator: ", "))) USING utf8mb4)) AS v, COUNT(*) AS n
        FROM (SELECT DISTINCT \(unique.parts.map { .quoted($0.column.source.name) }.joined(separator: ", "))
        FROM \(tables.source.sql) WHERE \(statements.sourceCondition(region))) r
        JOIN \(tables.source.sql) t ON \(same.joined(separator: " AND "))
        GROUP BY \(values.joined(separator: ", ")) HAVING COUNT(*) > 1 LIMIT 1
        """
      ).first
      if let row { return (unique.name, "'\(row["v"].string ?? "")' in \(list(unique))") }
    }
    return nil
  }

  private func list(_ unique: GhostUniqueKey) -> String {
    unique.parts.map(\.column.source.name).joined(separator: ", ")
  }

  private func pair(_ column: CopyKeyColumn) -> SharedColumn {
    SharedColumn(source: column.source, ghost: column.ghost)
  }

  /// The source's value as it compares with the ghost's.
  private func expression(_ column: SharedColumn, of alias: SQLText) -> SQLText {
    let value: SQLText = "\(alias).\(quoted: column.source.name)"
    guard let charset = column.ghost.characterSet, let collation = column.ghost.collation,
      column.source.collation != collation
    else { return value }
    return "CONVERT(\(value) USING \(raw: charset)) COLLATE \(raw: collation)"
  }
}

extension GhostUniqueKey.Part {
  /// What the key holds of a value.
  fileprivate func cut(_ value: SQLText) -> SQLText {
    prefix.map { "LEFT(\(value), \($0))" } ?? value
  }
}
