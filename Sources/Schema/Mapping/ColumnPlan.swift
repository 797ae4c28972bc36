import Basics

/// What becomes of each column, worked out from the statement and held against the ghost's definition.
struct ColumnPlan {
  private(set) var shared: [(source: ColumnSchema, ghost: ColumnSchema)] = []
  private(set) var dropped: [ColumnSchema] = []
  private(set) var added: [ColumnSchema] = []

  init(source: TableSchema, ghost: TableSchema, statement: AlterStatement) throws {
    let renames = Self.renames(statement, source)
    let drops = Set(statement.droppedColumns.map(FoldedName.init))
    let additions = Self.additions(statement, source)
    var taken: Set<FoldedName> = []
    for column in source.columns {
      let name = FoldedName(column.name)
      if drops.contains(name) {
        dropped.append(column)
        continue
      }
      let target = renames[name] ?? column.name
      guard let counterpart = ghost.column(target) else {
        throw Self.mismatch(source, "column \(column.name) should have become \(target), which is not there")
      }
      guard !additions.contains(FoldedName(target)), taken.insert(FoldedName(target)).inserted else {
        throw Self.mismatch(source, "more than one column would become \(target)")
      }
      shared.append((column, counterpart))
    }
    added = ghost.columns.filter { !taken.contains(FoldedName($0.name)) }
    // What was dropped may come again under the same name, but only where the statement says so.
    if let left = added.first(where: {
      drops.contains(FoldedName($0.name)) && !additions.contains(FoldedName($0.name))
    }) {
      throw Self.mismatch(source, "column \(left.name) should be gone, but is there")
    }
  }

  /// New names by old ones; what `IF EXISTS` leaves out is left out.
  private static func renames(_ statement: AlterStatement, _ source: TableSchema) -> [FoldedName: String] {
    var renames: [FoldedName: String] = [:]
    for renamed in statement.renamedColumns where source.column(renamed.old) != nil {
      renames[FoldedName(renamed.old)] = renamed.new
    }
    return renames
  }

  /// Names of the columns that are really new.
  private static func additions(_ statement: AlterStatement, _ source: TableSchema) -> Set<FoldedName> {
    var names: Set<FoldedName> = []
    for case .addColumn(let column, let condition) in statement.specifications.map(\.kind) {
      let isThere = condition == .ifNotExists && source.column(column.column.name) != nil
      if !isThere { names.insert(FoldedName(column.column.name)) }
    }
    return names
  }

  private static func mismatch(_ source: TableSchema, _ why: String) -> OpsError {
    OpsError(
      .refused, "cannot tell which columns of \(source.name) become which", why: why,
      hint: "leave out comments with versions and IF EXISTS, and say each change of a column once")
  }
}
