import MySQL

/// A view, routine, trigger or event with all that its behaviour depends on besides its text.
package struct StoredProgram: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case sequence, function, procedure, package, packageBody = "package body", view, trigger, event
  }

  package let kind: Kind
  package let name: TableName
  /// What the server printed, byte for byte: a body is in the character set of the client that made it.
  package let create: [UInt8]
  /// Settings to make before creating it, as the server stored them; empty where the server tells none.
  package let sqlMode: String
  package let characterSetClient: String
  package let collationConnection: String
  package let databaseCollation: String
  /// Events only.
  package let timeZone: String
  /// Views: the names of the columns, for placeholders. Sequences: the state as `SETVAL` takes it.
  package let details: [String]

  package init(
    kind: Kind, name: TableName, create: [UInt8], sqlMode: String = "", characterSetClient: String = "",
    collationConnection: String = "", databaseCollation: String = "", timeZone: String = "",
    details: [String] = []
  ) {
    self.kind = kind
    self.name = name
    self.create = create
    self.sqlMode = sqlMode
    self.characterSetClient = characterSetClient
    self.collationConnection = collationConnection
    self.databaseCollation = databaseCollation
    self.timeZone = timeZone
    self.details = details
  }

  /// A view that the server itself cannot resolve, because something it stands on is gone: it tells no columns.
  package var isBrokenView: Bool { kind == .view && details.isEmpty }

  /// Whether both are names of the same character set or collation: servers have called utf8mb3 utf8.
  package static func isSameCollation(_ one: String, _ other: String) -> Bool {
    func current(_ name: String) -> String {
      name == "utf8" || name.hasPrefix("utf8_") ? "utf8mb3" + name.dropFirst(4) : name
    }
    return current(one) == current(other)
  }

  /// The same object under another state: what two readings are compared by.
  package func hasSameDefinition(as other: StoredProgram) -> Bool {
    guard kind == .sequence else { return self == other }
    return name == other.name && create == other.create
  }
}

/// A database with its defaults.
package struct DatabaseDefinition: Sendable, Equatable {
  package let name: String
  /// What `SHOW CREATE DATABASE` printed.
  package let create: [UInt8]

  package init(name: String, create: [UInt8]) {
    self.name = name
    self.create = create
  }
}

/// A user or role: the statements that make it again.
package struct Account: Sendable, Equatable {
  package let user: String
  package let host: String
  package let isRole: Bool
  package let create: [UInt8]
  package let grants: [[UInt8]]

  package init(user: String, host: String, isRole: Bool, create: [UInt8], grants: [[UInt8]]) {
    self.user = user
    self.host = host
    self.isRole = isRole
    self.create = create
    self.grants = grants
  }

  /// `'app'@'%'` for people; not for statements.
  package var display: String { isRole && host.isEmpty ? user : "\(user)@\(host)" }
}

/// Everything selected that a server holds besides rows.
package struct Inventory: Sendable, Equatable {
  package var databases: [DatabaseDefinition] = []
  package var tables: [TableDefinition] = []
  package var programs: [StoredProgram] = []
  package var accounts: [Account] = []

  package init() {}

  package func programs(_ kind: StoredProgram.Kind) -> [StoredProgram] { programs.filter { $0.kind == kind } }
}
