import Basics

/// Which columns of the source become which of the ghost table.
package struct ColumnMapping: Sendable, Equatable {
  package struct Pair: Sendable, Equatable {
    package let source: ColumnSchema
    package let ghost: ColumnSchema
    package let hazards: [ColumnHazard]

    /// Whether the names differ in more than case.
    package var isRenamed: Bool { !source.name.namesSame(as: ghost.name) }
  }

  /// A column that only the ghost table has.
  package struct Added: Sendable, Equatable {
    package let column: ColumnSchema

    /// Whether an `INSERT` in strict mode must give a value for it.
    package var needsValue: Bool { !column.hasDefault }
    /// What the server's own ALTER fills in where a value is needed, as a literal; nil when there is none.
    package var implicitValue: String? { needsValue ? ImplicitValue.literal(for: column.type) : nil }
  }

  /// In the source's order; columns that the ghost works out by itself are left out.
  package let pairs: [Pair]
  /// Columns of both tables that the ghost works out by itself.
  package let recomputed: [Pair]
  package let dropped: [ColumnSchema]
  package let added: [Added]
  /// Unique keys of the ghost table that rows of the source may violate: no key of the source implies them.
  package let newUniqueKeys: [KeySchema]
  /// Those of all pairs, of columns that are added, and of the table's new checks.
  package let hazards: [ColumnHazard]

  /// Both definitions must have been read back from the server, the ghost's after `statement` was run on it.
  ///
  /// - Throws: `OpsError` `refused` when the ghost is not what the statement makes of the source, so that a column
  ///   could get the values of another one.
  package init(source: TableSchema, ghost: TableSchema, statement: AlterStatement) throws {
    let plan = try ColumnPlan(source: source, ghost: ghost, statement: statement)
    var (pairs, recomputed): ([Pair], [Pair]) = ([], [])
    for (old, new) in plan.shared {
      let finder = HazardFinder(source: old, ghost: new, isInUniqueKey: ghost.hasUniqueKey(over: new.name))
      let pair = Pair(source: old, ghost: new, hazards: finder.hazards)
      if new.isGenerated { recomputed.append(pair) } else { pairs.append(pair) }
    }
    self.pairs = pairs
    self.recomputed = recomputed
    dropped = plan.dropped
    added = plan.added.map(Added.init)
    newUniqueKeys = UniqueKeyComparison(source: source, pairs: pairs + recomputed).newKeys(of: ghost)
    hazards =
      (pairs + recomputed).flatMap(\.hazards) + plan.added.compactMap(HazardFinder.ofAdded)
      + HazardFinder.ofChecks(source: source, ghost: ghost)
  }

  /// Pairs whose names differ in more than case.
  package var renamed: [Pair] { (pairs + recomputed).filter(\.isRenamed) }

  /// The pair that begins with this column of the source, whatever its case.
  package func pair(ofSource name: String) -> Pair? {
    (pairs + recomputed).first { $0.source.name.namesSame(as: name) }
  }

  /// The pair that ends with this column of the ghost.
  package func pair(ofGhost name: String) -> Pair? {
    (pairs + recomputed).first { $0.ghost.name.namesSame(as: name) }
  }
}

extension TableSchema {
  /// Whether some unique key holds the column or part of it.
  fileprivate func hasUniqueKey(over column: String) -> Bool {
    keys.contains { key in key.isUnique && key.columns.contains { $0.namesSame(as: column) } }
  }
}
