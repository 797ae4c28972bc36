import Basics
import FoundationEssentials
import MySQL
import OnlineAlter
import Schema
import TestKit
import Testing

/// What the plan promises must come true.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterPlanTests {
  private func plan(_ request: AlterRequest, _ server: TestServer) async throws -> AlterPlan? {
    let outlook = try await AlterPlanner(request, try server.options(), MigrationSettings(), log: .silent)
      .outlook()
    guard case .rebuild(let plan, _) = outlook else { return nil }
    return plan
  }

  private func checks(_ table: TableName, _ connection: Connection) async throws -> Set<String> {
    let printed = try await connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes
    return Set(try TableSchema(parsing: printed ?? []).checks.map(\.name))
  }

  @Test(arguments: TestServer.available)
  func `checks have the names afterwards that the plan tells`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "orders")
      try await connection.execute(
        """
        CREATE TABLE \(table.sql) (id INT PRIMARY KEY, a INT, b INT, CHECK (a < 1000),
        CONSTRAINT positive CHECK (b > 0)) ENGINE=InnoDB
        """)
      let before = try await checks(table, connection)
      let request = try AlterRequest(table: table, alter: "MODIFY a BIGINT")
      let plan = try #require(try await plan(request, server))
      // Names belong to a table on MariaDB, to a database on MySQL.
      #expect(plan.renamedChecks.map(\.old) == (server == .mysql ? ["positive"] : []))
      _ = try await MigrationRun(
        request, try server.options(), MigrationSettings(), brake: AlterOracleTests.NoBrake(), run: RunID(),
        log: .silent
      ).carryOut()
      var expected = before
      for check in plan.renamedChecks {
        expected.remove(check.old)
        expected.insert(check.new)
        #expect(plan.warnings.contains { $0.contains(check.old) && $0.contains(check.new) })
      }
      #expect(try await checks(table, connection) == expected)
    }
  }

  @Test(arguments: TestServer.available)
  func `the plan of a key that gets coarser is refused, and tells how to look for collisions`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "people")
      try await connection.execute(
        "CREATE TABLE \(table.sql) (mail VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY, v INT) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO \(table.sql) VALUES ('a', 1), ('A', 2), ('b', 3)")
      var request = try AlterRequest(
        table: table, alter: "MODIFY mail VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL")
      let error = await #expect(throws: OpsError.self) { try await plan(request, server) }
      #expect(error?.code == .refused)
      let hint = error?.hint ?? ""
      #expect(hint.contains("--allow-coarser-key"))
      // The statement in the hint finds them.
      let from = try #require(hint.range(of: "SELECT"))
      let upTo = try #require(hint.range(of: "; where none do"))
      let search = SQLText(raw: String(hint[from.lowerBound..<upTo.lowerBound]))
      #expect(try await connection.query(search).map { $0[1].int } == [2])
      request.coarserKeys = .allowed
      #expect(try await plan(request, server) != nil)
    }
  }
}
