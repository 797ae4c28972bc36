import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// What an account needs to change a table: each privilege, and no more.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterPrivilegeTests {
  /// docs/guide/privileges.md, on the table's database.
  static let onDatabase = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "LOCK TABLES", "TRIGGER",
  ]

  /// The same page, on everything.
  static func onServer(_ server: TestServer) -> [String] {
    server == .mysql
      ? ["REPLICATION SLAVE", "REPLICATION CLIENT", "PROCESS", "XA_RECOVER_ADMIN"]
      : ["REPLICATION SLAVE", "BINLOG MONITOR", "SLAVE MONITOR", "PROCESS", "REPLICATION MASTER ADMIN"]
  }

  /// A database with a table, and an account that may do nothing yet.
  private struct Stage: Sendable {
    let server: TestServer
    let table: TableName
    let user: String
    let connection: Connection

    func run(_ statement: SQLText) async throws { try await connection.execute(statement) }

    func grant(_ privileges: [String], on scope: SQLText) async throws {
      guard !privileges.isEmpty else { return }
      try await run("GRANT \(raw: privileges.joined(separator: ", ")) ON \(scope) TO \(quoted: user)@'%'")
    }

    func grantAll(but left: String? = nil) async throws {
      try await grant(AlterPrivilegeTests.onDatabase.filter { $0 != left }, on: "\(quoted: table.database).*")
      try await grant(AlterPrivilegeTests.onServer(server).filter { $0 != left }, on: "*.*")
    }

    func options() throws -> ConnectionOptions {
      let known = try server.options()
      var options = ConnectionOptions(address: known.address, user: user, password: try TestServer.password())
      options.connectTimeout = known.connectTimeout
      options.phase = "test"
      return options
    }

    func migrate(_ alter: String = "MODIFY v BIGINT") async throws -> MigrationResult {
      var settings = MigrationSettings()
      settings.replicaSearch = .made
      settings.lockLimit = .seconds(10)
      return try await MigrationRun(
        try AlterRequest(table: table, alter: alter), try options(), settings,
        brake: AlterOracleTests.NoBrake(), run: RunID(), log: .silent
      ).carryOut()
    }

    /// What a migration is refused with.
    func refusal() async throws -> OpsError? {
      do {
        _ = try await migrate()
        return nil
      } catch {
        return OpsError.wrapping(error, as: "alter")
      }
    }

    func tables() async throws -> [String?] { try await connection.query("SHOW TABLES").map { $0[0].string } }
  }

  private func withStage(
    _ server: TestServer, host: String = "%", _ body: (Stage) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "orders")
      try await connection.execute("CREATE TABLE \(table.sql) (id INT PRIMARY KEY, v INT) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO \(table.sql) VALUES (1, 1), (2, 4), (3, 9)")
      let user = "u" + String(database.suffix(20))
      let password = try TestServer.password().reveal()
      try await connection.execute(
        "CREATE USER \(quoted: user)@\(quoted: host) IDENTIFIED BY \(literal: .string(password))")
      let result: Result<Void, any Error>
      do {
        result = .success(
          try await body(Stage(server: server, table: table, user: user, connection: connection)))
      } catch { result = .failure(error) }
      for place in Set([host, "%"]) {
        _ = try? await connection.execute("DROP USER IF EXISTS \(quoted: user)@\(quoted: place)")
      }
      try result.get()
    }
  }

  @Test(arguments: TestServer.available)
  func `an account with what the guide names changes a table`(server: TestServer) async throws {
    try await withStage(server) { stage in
      try await stage.grantAll()
      #expect(try await stage.migrate().rows == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `each privilege that is missing is named in a statement that gives it`(server: TestServer) async throws
  {
    try await withStage(server) { stage in
      let before = try await stage.tables()
      for left in Self.onDatabase + Self.onServer(server) {
        try await stage.grantAll(but: left)
        let error = try await stage.refusal()
        let scope = Self.onDatabase.contains(left) ? "`\(stage.table.database)`.*" : "*.*"
        #expect(error?.code == .privilege, "\(left): \(error?.message ?? "went through")")
        #expect(error?.hint == "GRANT \(left) ON \(scope) TO `\(stage.user)`@`%`")
        #expect(try await stage.tables() == before)
        // The statement that was named is enough.
        if let hint = error?.hint { try await stage.run(SQLText(raw: hint)) }
        #expect(try await stage.migrate().rows == 3, "\(left)")
        try await stage.run(
          "DROP TABLE \(MigrationNames(stage.table, server == .mysql ? .known : .behind).old.sql)")
        try await stage.run("REVOKE ALL PRIVILEGES, GRANT OPTION FROM \(quoted: stage.user)@'%'")
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `all that is missing is named at once, before anything is made`(server: TestServer) async throws {
    try await withStage(server) { stage in
      try await stage.grant(["SELECT"], on: "\(quoted: stage.table.database).*")
      let error = try await stage.refusal()
      #expect(error?.code == .privilege)
      for privilege in Self.onDatabase.filter({ $0 != "SELECT" }) + Self.onServer(server) {
        #expect(error?.hint.contains(privilege) == true, "\(privilege)")
      }
      #expect(try await stage.tables() == ["orders"])
    }
  }

  @Test(arguments: TestServer.available)
  func `privileges on the tables alone suffice`(server: TestServer) async throws {
    try await withStage(server) { stage in
      let names = MigrationNames(stage.table, server == .mysql ? .known : .behind)
      let privileges: [(TableName, [String])] = [
        (stage.table, ["SELECT", "INSERT", "CREATE", "DROP", "ALTER", "TRIGGER"]),
        (names.trial, ["CREATE", "DROP", "ALTER"]),
        (names.ghost, ["SELECT", "INSERT", "DELETE", "CREATE", "DROP", "ALTER"]),
        (names.changelog, ["SELECT", "INSERT", "UPDATE", "CREATE", "DROP"]),
        (names.checkpoint, ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP"]),
        (names.old, (server == .mysql ? [] : ["SELECT"]) + ["INSERT", "CREATE", "DROP"]),
      ]
      for (table, some) in privileges { try await stage.grant(some, on: table.sql) }
      try await stage.grant(["LOCK TABLES"], on: "\(quoted: stage.table.database).*")
      try await stage.grant(Self.onServer(server), on: "*.*")
      #expect(try await stage.migrate().rows == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `privileges by a role, and on a pattern of databases, count`(server: TestServer) async throws {
    try await withStage(server) { stage in
      let role = "r" + stage.user
      let grantee: SQLText = server == .mysql ? "\(quoted: role)@'%'" : "\(quoted: role)"
      try await stage.run("CREATE ROLE \(grantee)")
      let pattern = String(stage.table.database.dropLast(3)) + "%"
      try await stage.run(
        "GRANT \(raw: Self.onDatabase.joined(separator: ", ")) ON \(quoted: pattern).* TO \(grantee)")
      try await stage.run("GRANT \(raw: Self.onServer(server).joined(separator: ", ")) ON *.* TO \(grantee)")
      try await stage.run("GRANT \(grantee) TO \(quoted: stage.user)@'%'")
      let isRefused = try await stage.refusal()?.code == .privilege
      // One that is not switched on gives nothing.
      #expect(isRefused)
      try await stage.run(
        server == .mysql
          ? "SET DEFAULT ROLE \(grantee) TO \(quoted: stage.user)@'%'"
          : "SET DEFAULT ROLE \(grantee) FOR \(quoted: stage.user)@'%'")
      let result = await Result { try await stage.migrate().rows }
      try await stage.run("DROP ROLE \(grantee)")
      #expect(try result.get() == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `what the same user has at other hosts counts, though the grants do not show it`(
    server: TestServer
  ) async throws {
    try await withStage(server, host: "127.0.0.1") { stage in
      try await stage.run("CREATE USER \(quoted: stage.user)@'%'")
      try await stage.grant(Self.onDatabase, on: "\(quoted: stage.table.database).*")
      try await stage.run(
        "GRANT \(raw: Self.onServer(server).joined(separator: ", ")) ON *.* TO \(quoted: stage.user)@'127.0.0.1'"
      )
      // The one thing of which MySQL does not say whether it would be denied.
      try await stage.run("GRANT TRIGGER ON \(stage.table.sql) TO \(quoted: stage.user)@'127.0.0.1'")
      #expect(try await stage.migrate().rows == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `a foreign key of a table that the account may not see is found`(server: TestServer) async throws {
    try await withStage(server) { stage in
      try await stage.grantAll()
      let other = stage.table.database + "-x"
      try await stage.run("CREATE DATABASE \(quoted: other)")
      let result = await Result {
        try await stage.run(
          """
          CREATE TABLE \(quoted: other, "child of") (id INT PRIMARY KEY, o INT,
          FOREIGN KEY (o) REFERENCES \(stage.table.sql) (id)) ENGINE=InnoDB
          """)
        let error = try await stage.refusal()
        #expect(error?.code == .refused)
        #expect(error?.why.contains("leads to it") == true, "\(error?.message ?? "went through")")
      }
      try await stage.run("DROP DATABASE \(quoted: other)")
      try result.get()
    }
  }

  @Test(arguments: TestServer.available)
  func `a change without a rebuild needs no privilege on the server`(server: TestServer) async throws {
    try await withStage(server) { stage in
      try await stage.grant(
        ["SELECT", "CREATE", "DROP", "ALTER"], on: "\(quoted: stage.table.database).*")
      let outlook = try await AlterPlanner(
        try AlterRequest(table: stage.table, alter: "ADD COLUMN note INT"), try stage.options(),
        MigrationSettings(), log: .silent
      ).outlook()
      guard case .native = outlook else {
        Issue.record("\(outlook)")
        return
      }
    }
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
