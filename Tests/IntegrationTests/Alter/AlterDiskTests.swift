import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// The room on the server's disk. What happens when it fills up on the way is tried by `scripts/campaign alter-disk`.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterDiskTests {
  private func withTable(
    _ server: TestServer, _ body: (TableName, Connection) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "orders")
      try await connection.execute("CREATE TABLE \(table.sql) (id INT PRIMARY KEY, v INT) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO \(table.sql) VALUES (1, 1), (2, 4)")
      try await body(table, connection)
    }
  }

  @Test(arguments: TestServer.available)
  func `a server on this machine is known by its log, and its disk is seen`(server: TestServer) async throws {
    try await withTable(server) { table, connection in
      let disk = try await connection.perform { try ServerDisk.find(table.database, $0) }
      #expect(disk.way == .here)
      #expect(disk.folder.hasSuffix(table.database))
      let space = try #require(try await connection.perform { try disk.space($0) })
      #expect(space.free > ByteCount(0) && space.free < space.total)
    }
  }

  @Test(arguments: TestServer.available)
  func `a migration that would leave less than the floor is refused`(server: TestServer) async throws {
    try await withTable(server) { table, connection in
      var settings = MigrationSettings()
      settings.diskFloor = .bytes(ByteCount(.max / 2))
      let error = await #expect(throws: OpsError.self) {
        _ = try await MigrationRun(
          try AlterRequest(table: table, alter: "MODIFY v BIGINT"), try server.options(), settings,
          brake: AlterOracleTests.NoBrake(), run: RunID(), log: .silent
        ).carryOut()
      }
      #expect(error?.code == .refused)
      #expect(error?.hint.contains("--min-free-disk") == true)
      let left = try await connection.query("SHOW TABLES").count
      #expect(left == 1)
    }
  }

  @Test(.enabled(if: TestServer.available.contains(.mariadb), "\(TestServer.remedy)"))
  func `MariaDB's plugin tells the room of the folder's file system`() async throws {
    try await withTable(.mariadb) { table, connection in
      let isThere = try await connection.query(
        "SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'DISKS'")
      if isThere.isEmpty { try await connection.execute("INSTALL SONAME 'disks'") }
      let folder = try await connection.query("SELECT @@datadir AS d").first?["d"].string ?? ""
      let disks = try await connection.perform { try Disks.read($0) }
      if isThere.isEmpty { try await connection.execute("UNINSTALL SONAME 'disks'") }
      let told = try #require(Disks.holding(folder, disks)?.space)
      let seen = try #require(FileSystemPlace.space(at: folder))
      #expect(abs(told.total.bytes - seen.total.bytes) < 1 << 20)
    }
  }
}
