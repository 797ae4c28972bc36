/// A column that gets another name, or the same in another case.
package struct RenamedColumn: Sendable, Equatable {
  package let old: String
  package let new: String
  package let condition: AlterSpecification.Condition
}

extension AlterStatement {
  /// Columns that `CHANGE` or `RENAME COLUMN` give another name. All of them happen at once, so names may be swapped.
  package var renamedColumns: [RenamedColumn] {
    specifications.compactMap { specification in
      let renamed: RenamedColumn
      switch specification.kind {
      case .changeColumn(let old, let new, let condition):
        renamed = RenamedColumn(old: old, new: new.column.name, condition: condition)
      case .renameColumn(let old, let new, let condition):
        renamed = RenamedColumn(old: old, new: new, condition: condition)
      default: return nil
      }
      return renamed.old.isIdentical(to: renamed.new) ? nil : renamed
    }
  }

  package var droppedColumns: [String] {
    specifications.compactMap { if case .dropColumn(let name, _) = $0.kind { name } else { nil } }
  }

  /// Columns that `ADD` names; with `IF NOT EXISTS` some may be there already.
  package var addedColumns: [AlteredColumn] {
    specifications.compactMap { if case .addColumn(let column, _) = $0.kind { column } else { nil } }
  }

  /// The columns there are now that the statement changes, renames or drops, by their present names.
  package var touchedColumns: [String] {
    specifications.compactMap { specification in
      switch specification.kind {
      case .dropColumn(let name, _), .changeColumn(let name, _, _), .renameColumn(let name, _, _),
        .alterColumn(let name, _, _):
        name
      case .modifyColumn(let column, _): column.column.name
      default: nil
      }
    }
  }

  /// Unique keys that are added, the primary key included; those that stand with a column, too.
  package var addedUniqueKeys: [KeySchema] {
    specifications.compactMap { specification in
      switch specification.kind {
      case .addKey(let key, _): key.isUnique ? key : nil
      case .addColumn(let column, _), .changeColumn(_, let column, _), .modifyColumn(let column, _):
        column.uniqueKey
      default: nil
      }
    }
  }

  package var addedForeignKeys: [ForeignKeySchema] {
    specifications.compactMap { specification in
      switch specification.kind {
      case .addForeignKey(let key, _): key
      case .addColumn(let column, _), .changeColumn(_, let column, _), .modifyColumn(let column, _):
        column.references
      default: nil
      }
    }
  }

  /// Names of foreign keys that are dropped; `DROP CONSTRAINT` may also mean a check or a key.
  package var droppedForeignKeys: [String] {
    specifications.compactMap {
      switch $0.kind {
      case .dropForeignKey(let name, _), .dropConstraint(let name, _): name
      default: nil
      }
    }
  }

  /// The storage engine asked for; nil when it stays.
  package var engine: String? { option("ENGINE") }

  /// The next number of the counter that is asked for.
  package var autoIncrement: UInt64? { option("AUTO_INCREMENT").flatMap { UInt64($0) } }

  private func option(_ name: String) -> String? {
    specifications.compactMap { specification -> String? in
      guard case .option(let given, let value) = specification.kind, given == name else { return nil }
      return value
    }.last
  }

  package var touchesPartitions: Bool {
    specifications.contains { if case .partitioning = $0.kind { true } else { false } }
  }

  /// `ALGORITHM` as the user gave it, in upper case.
  package var requestedAlgorithm: String? {
    specifications.compactMap { if case .algorithm(let name) = $0.kind { name } else { nil } }.last
  }

  /// `LOCK` as the user gave it, in upper case.
  package var requestedLock: String? {
    specifications.compactMap { if case .lock(let name) = $0.kind { name } else { nil } }.last
  }
}

extension AlteredColumn {
  /// The key that stands with the column.
  fileprivate var uniqueKey: KeySchema? {
    guard inlineKey != .none else { return nil }
    var key = KeySchema(inlineKey == .primary ? .primary : .unique)
    key.parts = [KeySchema.Part(.column(column.name))]
    return key
  }
}
