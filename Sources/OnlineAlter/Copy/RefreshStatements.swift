import MySQL

/// Rows that are replaced in the ghost table by what the source has now.
package enum RowRegion: Sendable, Equatable {
  case keys([RowKey])
  /// Above `lower`, up to and including `upper`; nil is open.
  case range(lower: RowKey?, upper: RowKey?)
}

/// The statements that bring rows of the ghost table up to date: delete them, and insert them again from the source.
///
/// Copying a chunk and applying changes are the same step for different rows, so that one argument holds for both.
package struct RefreshStatements: Sendable {
  private let tables: MigrationTables

  package init(_ tables: MigrationTables) { self.tables = tables }

  /// Removes the region's rows from the ghost table.
  ///
  /// The form with two table names takes an index hint: a ghost table without statistics would be scanned whole.
  package func delete(_ region: RowRegion) -> SQLText {
    """
    DELETE \(tables.ghost.sql) FROM \(tables.ghost.sql) FORCE INDEX (\(quoted: tables.key.ghostIndex))
    WHERE \(ghostCondition(region))
    """
  }

  /// Keeps others from changing or removing rows of the ghost table until the transaction ends.
  package func lock(_ keys: [RowKey]) -> SQLText {
    """
    SELECT 1 FROM \(tables.ghost.sql) FORCE INDEX (\(quoted: tables.key.ghostIndex))
    WHERE \(ghostCondition(.keys(keys))) FOR UPDATE
    """
  }

  /// Inserts the region's rows as the source has them.
  package func insert(_ region: RowRegion) -> SQLText {
    let names = tables.columns.map { SQLText.quoted($0.ghost.name) } + tables.filled.map { .quoted($0.name) }
    let values =
      tables.columns.map { ColumnConversion($0).selected } + tables.filled.map { SQLText(raw: $0.literal) }
    return """
      INSERT INTO \(tables.ghost.sql) (\(names.joined(separator: ", "))) SELECT \(values.joined(separator: ", "))
      FROM \(tables.source.sql) FORCE INDEX (\(quoted: tables.key.sourceIndex))
      WHERE \(condition(region, tables.key.columns.map(\.source)))
      """
  }

  /// The keys of the region that the source has.
  package func keys(_ region: RowRegion) -> SQLText {
    """
    SELECT \(keyList(tables.key.columns.map(\.source.name)))
    FROM \(tables.source.sql) FORCE INDEX (\(quoted: tables.key.sourceIndex))
    WHERE \(condition(region, tables.key.columns.map(\.source)))
    """
  }

  /// The key `rows` rows behind `lower`; no row when fewer are left, up to `upper`.
  package func bound(behind lower: RowKey?, upTo upper: RowKey? = nil, rows: Int) -> SQLText {
    let columns = keyList(tables.key.columns.map(\.source.name))
    return """
      SELECT \(columns) FROM \(tables.source.sql) FORCE INDEX (\(quoted: tables.key.sourceIndex))
      WHERE \(condition(.range(lower: lower, upper: upper), tables.key.columns.map(\.source)))
      ORDER BY \(columns) LIMIT \(rows - 1), 1
      """
  }

  /// What picks the region's rows of the source.
  func sourceCondition(_ region: RowRegion) -> SQLText { condition(region, tables.key.columns.map(\.source)) }

  /// What picks the region's rows of the ghost table; a range only where both tables have one order.
  ///
  /// The first part finds the rows by the key; where the ghost's collation finds more rows equal than the source's, the second
  /// leaves out those that the source tells apart.
  func ghostCondition(_ region: RowRegion) -> SQLText {
    let found = condition(region, tables.key.columns.map(\.ghostComparison))
    guard case .keys(let keys) = region else { return found }
    let exact = tables.key.columns.enumerated().compactMap { index, column -> SQLText? in
      guard let value = column.comparedAsOnSource(.quoted(column.ghost.name)) else { return nil }
      let values = keys.map { KeyLiteral.sql($0.texts[index], for: column.source) }
      return "\(value) IN (\(values.joined(separator: ", ")))"
    }
    return exact.isEmpty ? found : "(\(found)) AND \(exact.joined(separator: " AND "))"
  }

  private func keyList(_ names: [String]) -> SQLText {
    names.map { SQLText.quoted($0) }.joined(separator: ", ")
  }

  private func condition(_ region: RowRegion, _ columns: [ColumnDefinition]) -> SQLText {
    switch region {
    case .range(let lower, let upper):
      return KeyRange(columns: columns, lower: lower?.texts, upper: upper?.texts).condition ?? "TRUE"
    case .keys(let keys):
      if columns.count == 1 {
        let values = keys.map { KeyLiteral.sql($0.texts[0], for: columns[0]) }
        return "\(quoted: columns[0].name) IN (\(values.joined(separator: ", ")))"
      }
      // Spelt out: not every server uses an index for a list of rows.
      return keys.map { key in
        let parts = zip(columns, key.texts).map {
          "\(quoted: $0.name) = \(KeyLiteral.sql($1, for: $0))" as SQLText
        }
        return "(\(parts.joined(separator: " AND ")))" as SQLText
      }.joined(separator: " OR ")
    }
  }
}
