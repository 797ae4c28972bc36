import Basics
import MySQL

/// Under which names things are restored: `--rename shop=shop_copy`, `--rename shop.orders=shop.orders_old`.
package struct NameMapping: Sendable, Equatable {
  private let databases: [ExactText: String]
  private let tables: [TableName: TableName]

  /// Everything under its own name.
  package static let identity = NameMapping(databases: [:], tables: [:])

  private init(databases: [ExactText: String], tables: [TableName: TableName]) {
    self.databases = databases
    self.tables = tables
  }

  /// - Parameter rules: Each `A=B`, databases or `DATABASE.TABLE` on both sides.
  /// - Throws: `OpsError` `usage` for a rule that is neither, and for two rules about the same name.
  package init(rules: [String]) throws {
    var databases: [ExactText: String] = [:]
    var tables: [TableName: TableName] = [:]
    for rule in rules {
      let sides = rule.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty,
        sides[0].contains(".") == sides[1].contains(".")
      else {
        throw OpsError(
          .usage, "cannot rename by '\(rule)'", hint: "write OLD=NEW for databases, DB.OLD=DB.NEW for tables")
      }
      if sides[0].contains(".") {
        let old = try Selection.tableName(sides[0])
        guard tables.updateValue(try Selection.tableName(sides[1]), forKey: old) == nil else {
          throw OpsError(.usage, "cannot rename \(old) twice")
        }
      } else if databases.updateValue(sides[1], forKey: ExactText(sides[0])) != nil {
        throw OpsError(.usage, "cannot rename \(sides[0]) twice")
      }
    }
    self.init(databases: databases, tables: tables)
  }

  package var isIdentity: Bool { databases.isEmpty && tables.isEmpty }

  package func database(_ name: String) -> String { databases[ExactText(name)] ?? name }

  package func table(_ name: TableName) -> TableName {
    tables[name] ?? TableName(database(name.database), name.name)
  }

  /// Whether `name` itself was given a new name, rather than its database.
  package func renames(table name: TableName) -> Bool { tables[name] != nil }

  package func renames(database name: String) -> Bool { databases[ExactText(name)] != nil }
}
