import Basics
import MySQL
import Schema

/// Which secondary indexes of a ghost table are left out while rows are copied, and how they come back.
///
/// Every unique index stays, and with it the copy key: they keep rows apart. What is built later stands behind what
/// stayed, so an index also stays when one that must stay is printed behind it: the order is to be the same.
package struct DeferredIndexes: Sendable, Equatable {
  package struct Index: Sendable, Equatable {
    package let name: String
    package let kind: KeySchema.Kind
    /// To the byte as the server printed it.
    package let definition: [UInt8]
  }

  /// A secondary index that is not unique and yet cannot be left out.
  package struct Kept: Sendable, Equatable {
    package let name: String
    /// As a clause, for people.
    package let reason: String
  }

  /// What becomes of SPATIAL indexes: while one is built, nobody may write to the table, and a replica stops at the first
  /// change of a row.
  package enum LockingIndexes: Sendable { case leftOut, kept }

  /// The ghost table with all indexes, as the server printed it.
  package let definition: [UInt8]
  /// In the order in which the server prints them; empty when there is nothing to gain.
  package let indexes: [Index]
  package let kept: [Kept]

  /// - Parameters:
  ///   - definition: What `SHOW CREATE TABLE` prints for the ghost table before anything is left out.
  ///   - locking: Kept by default.
  ///   - referenced: The columns that foreign keys of other tables refer to, each key's in order; none by default.
  /// - Throws: `OpsError` `failed` for a text of another form.
  package init(
    _ definition: [UInt8], locking: LockingIndexes = .kept, referenced: [[String]] = []
  ) throws {
    let text = try CreateTable(parsing: definition)
    let table = try TableSchema(text)
    let judge = IndexJudge(table: table, locking: locking, referenced: referenced)
    let printed = Dictionary(
      text.definitions.compactMap { part -> (ExactText, [UInt8])? in
        guard case .index(let name, _, _) = part.kind else { return nil }
        return (ExactText(name), part.text)
      }, uniquingKeysWith: { first, _ in first })
    var (indexes, kept): ([Index], [Kept]) = ([], [])
    var isFollowed = false
    for key in table.keys.reversed() where !key.isUnique {
      let reason = judge.reasonToKeep(key) ?? (isFollowed ? "an index behind it stays" : nil)
      if let text = printed[ExactText(key.name)], reason == nil {
        indexes.append(Index(name: key.name, kind: key.kind, definition: text))
        continue
      }
      kept.append(Kept(name: key.name, reason: reason ?? "its definition cannot be read"))
      // FULLTEXT indexes are printed behind all others, whenever they were built.
      if key.kind != .fulltext { isFollowed = true }
    }
    self.definition = definition
    self.indexes = indexes.reversed()
    self.kept = kept.reversed()
  }

  /// Takes the indexes out of `table`; nil when there are none.
  package func dropStatement(on table: TableName) -> SQLText? {
    guard !indexes.isEmpty else { return nil }
    let parts = indexes.map { "DROP INDEX \(quoted: $0.name)" as SQLText }
    return "ALTER TABLE \(table.sql) \(parts.joined(separator: ", "))"
  }

  /// A definition of the ghost table in the form that is the same whether its indexes have been built or not, and however
  /// far it has counted: for a migration's fingerprint.
  ///
  /// - Throws: `OpsError` `failed` for a text of another form.
  package func comparable(_ definition: [UInt8]) throws -> [UInt8] {
    let names = Set(indexes.map { ExactText($0.name) })
    let text = try CreateTable(parsing: definition).statement { part in
      guard case .index(let name, _, _) = part.kind else { return true }
      return !names.contains(ExactText(name))
    }
    return TableText.withoutCounter(text)
  }

  /// Those of the indexes that `definition` does not have.
  ///
  /// - Throws: `OpsError` `aborted` when it has another index of such a name.
  func missing(in definition: [UInt8], of table: TableName, on server: String) throws -> [Index] {
    var found: [ExactText: [UInt8]] = [:]
    for part in try CreateTable(parsing: definition).definitions {
      if case .index(let name, _, _) = part.kind { found[ExactText(name)] = part.text }
    }
    return try indexes.filter { index in
      guard let text = found[ExactText(index.name)] else { return true }
      guard ComparableDefinition.tokens(of: text) == ComparableDefinition.tokens(of: index.definition) else {
        throw OpsError(
          .aborted, "cannot build the indexes of \(table) on \(server)",
          why:
            "there is an index \(index.name) of another definition: \(String(decoding: text, as: UTF8.self))",
          hint: "drop it there with SET SESSION sql_log_bin = 0, then run the same command again")
      }
      return false
    }
  }

  /// Whether `definition` is the ghost table with all its indexes, in their order.
  func isWhole(_ definition: [UInt8]) -> Bool {
    ComparableDefinition.tokens(of: TableText.withoutCounter(definition))
      == ComparableDefinition.tokens(of: TableText.withoutCounter(self.definition))
  }
}

/// Tells which indexes must be there while rows are copied.
private struct IndexJudge {
  let table: TableSchema
  let locking: DeferredIndexes.LockingIndexes
  let referenced: [[String]]

  func reasonToKeep(_ key: KeySchema) -> String? {
    switch key.kind {
    case .primary, .unique: return "it is unique"
    case .vector: return "a vector index is not built while the table is written to"
    // MySQL 9.7 keeps parts of one that was dropped and added again in its dictionary after the table is gone.
    case .fulltext: return "nobody may write while a FULLTEXT index is built"
    case .spatial where locking == .kept: return "nobody may write while a SPATIAL index is built"
    default: break
    }
    if table.options.isSystemVersioned { return "the table is system-versioned" }
    // The server prints an expression in its own words, which need not give the same expression again.
    if key.parts.contains(where: { $0.column == nil }) { return "it is over an expression" }
    // MariaDB 10.11 leaves entries of rows that changed meanwhile in such an index: CHECK TABLE calls it corrupt.
    let virtual = Set(table.columns.filter(\.isVirtual).map { FoldedName($0.name) })
    if key.columns.contains(where: { virtual.contains(FoldedName($0)) }) {
      return "it is over a virtual column"
    }
    if let column = table.columns.first(where: \.isAutoIncrement), leads(key, [column.name]),
      !table.keys.contains(where: { $0.isUnique && leads($0, [column.name]) })
    {
      return "\(column.name) counts up by it"
    }
    if table.foreignKeys.contains(where: { leads(key, $0.columns) })
      || referenced.contains(where: { leads(key, $0) })
    {
      return "a foreign key needs it"
    }
    return nil
  }

  /// Whether `key` begins with these columns, in whatever order.
  private func leads(_ key: KeySchema, _ columns: [String]) -> Bool {
    guard !columns.isEmpty, key.columns.count >= columns.count else { return false }
    return Set(key.columns.prefix(columns.count).map(FoldedName.init)) == Set(columns.map(FoldedName.init))
  }
}
