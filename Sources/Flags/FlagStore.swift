import MySQL

/// How a value can outlive a server's next start.
package enum FlagStore: Sendable, Equatable {
  /// The server keeps it: SET PERSIST.
  case server
  /// An option file of ours, which the server reads when it starts.
  ///
  /// - Parameter outdone: Variables that stand in a file read behind it, or on the server's command line, which win.
  case file(path: String, outdone: Set<String> = [])
  /// It cannot be stored from here; why.
  case none(String)

  /// How a MySQL server keeps values.
  ///
  /// - Parameter loads: Its `persisted_globals_load`: whether it reads what SET PERSIST wrote.
  package static func mysql(_ server: ServerInfo, loads: FlagValue?) -> FlagStore {
    guard server.hasPersistedVariables else { return .none("\(server) has no SET PERSIST") }
    guard loads?.truth != false else { return .none("the server does not load mysqld-auto.cnf") }
    return .server
  }
}
