import MySQL

/// Changes for a table of which nothing is known but its definition.
///
/// A stash keeps the rows it began with. Rows get other rows' values from there, are deleted, and come back: every value
/// that the case has goes through the log.
struct DerivedChanges: Sendable {
  private let stash: TableName
  private let table: String
  private let columns: CaseColumns
  private let rows: Int

  /// - Returns: Nil for a table without rows or without a key.
  static func prepare(_ stage: CaseStage, _ session: Connection) async throws -> DerivedChanges? {
    let columns = try await CaseColumns.read(stage.control, session)
    let stash = TableName(stage.control.database, "stash of the rows")
    let list = list(columns.stored.map(\.name))
    try await session.execute("CREATE TABLE \(stash.sql) LIKE \(stage.control.sql)")
    let copied = try await session.execute(
      "INSERT INTO \(stash.sql) (\(list)) SELECT \(list) FROM \(stage.control.sql)")
    guard copied.affectedRows > 0, !columns.key.isEmpty else { return nil }
    return DerivedChanges(
      stash: stash, table: stage.test.table, columns: columns, rows: Int(copied.affectedRows))
  }

  /// The transaction with this number, for the table of the current database.
  func transaction(_ number: Int) -> [SQLText] {
    let row = (number / 3) % rows
    switch number % 3 {
    case 0: return update(row, with: (row * 7 + number / 3 / rows + 1) % rows)
    case 1: return [delete(row)]
    default: return [insert(row)]
    }
  }

  private func update(_ row: Int, with other: Int) -> [SQLText] {
    let free = columns.stored.map(\.name).filter { !columns.unique.contains($0) }
    guard !free.isEmpty else { return [] }
    let assignments = free.map { "t.\(quoted: $0) = v.\(quoted: $0)" as SQLText }
    return [
      """
      UPDATE \(quoted: table) t JOIN (\(picked(columns.key, row))) k ON \(match)
      JOIN (\(picked(free, other))) v SET \(assignments.joined(separator: ", "))
      """
    ]
  }

  private func delete(_ row: Int) -> SQLText {
    "DELETE t FROM \(quoted: table) t JOIN (\(picked(columns.key, row))) k ON \(match)"
  }

  private func insert(_ row: Int) -> SQLText {
    let names = columns.stored.map(\.name)
    return "INSERT INTO \(quoted: table) (\(Self.list(names))) \(picked(names, row))"
  }

  private var match: SQLText {
    columns.key.map { "t.\(quoted: $0) = k.\(quoted: $0)" as SQLText }.joined(separator: " AND ")
  }

  private func picked(_ names: [String], _ row: Int) -> SQLText {
    """
    SELECT \(Self.list(names)) FROM \(stash.sql) ORDER BY \(Self.list(columns.key)) LIMIT \(row), 1
    """
  }

  private static func list(_ names: [String]) -> SQLText {
    names.map { .quoted($0) }.joined(separator: ", ")
  }
}
