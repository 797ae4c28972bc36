import Basics
import MySQL
import Schema

/// What was found out about the two tables of a migration: for the plan that people read, and for the work.
package struct MigrationFacts: Sendable, Equatable {
  package let mapping: ColumnMapping
  package let choice: CopyKeyChoice
  package let key: MigrationKey

  /// - Throws: `OpsError` `refused` when rows cannot be told apart, or the ghost is not what the statement asks for.
  init(
    _ request: AlterRequest, _ source: TableDefinition, _ ghost: TableDefinition
  ) throws {
    let table = request.table
    let mapping = try ColumnMapping(
      source: source.schema, ghost: ghost.schema, statement: request.statement)
    let choice = CopyKeyChoice(
      source: source.schema, ghost: ghost.schema, mapping: mapping, coarser: request.coarserKeys)
    guard let key = choice.usable.lazy.compactMap({ MigrationKey($0, source, ghost) }).first else {
      if let coarser = CoarserKey(table, choice, mapping) { throw coarser.refusal }
      let reasons = choice.lines.isEmpty ? ["the table has none"] : choice.lines
      throw OpsError(
        .refused, "cannot migrate \(table)",
        why: "no unique key without nulls is in both tables (\(reasons.joined(separator: "; ")))",
        hint: "keep a primary key, or add one first")
    }
    if let added = mapping.added.first(where: { $0.needsValue && $0.implicitValue == nil }) {
      throw OpsError(
        .refused, "cannot migrate \(table)",
        why: "column \(added.column.name) is new, allows no NULL, and has no default",
        hint: "give it a DEFAULT")
    }
    self.mapping = mapping
    self.choice = choice
    self.key = key
  }
}

extension MigrationKey {
  /// Nil when values of one of the columns cannot be written as literals that compare as the column does.
  init?(_ key: CopyKey, _ source: TableDefinition, _ ghost: TableDefinition) {
    let columns: [CopyKeyColumn] = key.columns.compactMap { column in
      guard
        let ordinal = source.columns.firstIndex(where: { $0.name.namesSame(as: column.pair.source.name) }),
        let new = ghost.column(column.pair.ghost.name)
      else { return nil }
      let old = source.columns[ordinal]
      // The log holds these in a form of its own.
      guard KeyLiteral.isComparable(old), KeyLiteral.isComparable(new),
        !["inet4", "inet6", "uuid"].contains(old.dataType)
      else { return nil }
      return CopyKeyColumn(source: old, ghost: new, ordinal: ordinal)
    }
    guard columns.count == key.columns.count else { return nil }
    self.init(sourceIndex: key.source.name, ghostIndex: key.ghost.name, columns: columns)
  }
}
