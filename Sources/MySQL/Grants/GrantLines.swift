extension Connection {
  /// What `SHOW GRANTS` prints for the session's account, the roles that it has switched on included.
  ///
  /// - Throws: `SQLFailure`; also where the server keeps no grants.
  package func grantLines() throws -> [[UInt8]] {
    var statement: SQLText = "SHOW GRANTS"
    if server.flavour == .mysql, server.hasRoles {
      let role = try query("SELECT CURRENT_ROLE() AS r").first?["r"].string ?? "NONE"
      // The server prints the roles the way the statement wants them.
      if role != "NONE", !role.isEmpty { statement = "SHOW GRANTS FOR CURRENT_USER() USING \(raw: role)" }
    }
    return try query(statement).compactMap { $0[0].bytes }
  }
}
