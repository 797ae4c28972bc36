import Basics

/// A table's definition split for a fast load: rows first, then indexes, then foreign keys.
package struct SplitDefinition: Sendable, Equatable {
  /// `CREATE TABLE` with columns, primary key, checks, and only those indexes the server insists on.
  package let create: [UInt8]
  /// Definitions to add after the rows, in the order in which the server printed them.
  package let indexes: [[UInt8]]
  /// Definitions to add when every table has its rows and indexes.
  package let foreignKeys: [[UInt8]]

  package init(_ table: CreateTable) {
    let kept = Self.indexesNeededAtOnce(table)
    func isDeferred(_ definition: CreateTable.Definition) -> Bool {
      switch definition.kind {
      case .index(let name, _, _): !kept.contains(ExactText(name))
      case .foreignKey: true
      default: false
      }
    }
    create = table.statement { !isDeferred($0) }
    indexes = table.definitions.filter {
      if case .index = $0.kind { isDeferred($0) } else { false }
    }.map(\.text)
    foreignKeys = table.definitions.filter {
      if case .foreignKey = $0.kind { true } else { false }
    }.map(\.text)
  }

  /// The definition of a table that is made with all that it has at once.
  package init(whole table: CreateTable) {
    create = table.statement
    indexes = []
    foreignKeys = []
  }

  /// A column that counts up must be the first of some index, or CREATE TABLE fails with error 1075.
  ///
  /// All indexes up to that one are kept, so that adding the rest gives the original order again.
  private static func indexesNeededAtOnce(_ table: CreateTable) -> Set<ExactText> {
    let counting = table.definitions.compactMap { definition -> String? in
      guard definition.countsUp, case .column(let name) = definition.kind else { return nil }
      return name
    }
    guard let column = counting.first.map(ExactText.init(_:)), !primaryKeyLeads(with: column, in: table)
    else { return [] }
    var names: [ExactText] = []
    for definition in table.definitions {
      guard case .index(let name, let first, _) = definition.kind else { continue }
      names.append(ExactText(name))
      if let first, ExactText(first) == column { return Set(names) }
    }
    // The column stands behind others in an index, as MyISAM allows: nothing can be deferred safely.
    return Set(names)
  }

  private static func primaryKeyLeads(with column: ExactText, in table: CreateTable) -> Bool {
    table.definitions.contains { definition in
      guard definition.kind == .primaryKey else { return false }
      let first = SQLLexer.tokens(of: definition.text).first { $0.kind == .quotedName }
      return first.map { ExactText($0.name(in: definition.text)) == column } ?? false
    }
  }
}
