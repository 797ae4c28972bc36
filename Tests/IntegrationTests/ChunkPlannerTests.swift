import Backup
import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(5)))
struct ChunkPlannerTests {
  @Test(arguments: TestServer.available)
  func `a table with a numeric key is cut into pieces of about the size asked for`(server: TestServer)
    async throws
  {
    try await server.withDatabase { database, connection in
      try await connection.execute(
        "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a CHAR(200) NOT NULL, KEY (a)) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO t (a) \(.numberedRows(40_000))")
      try await connection.execute("ANALYZE TABLE t")
      let reader = try await Connection.open(server.options().with(profile: .export, phase: "test"))
      let inventory = try await InventoryReader(selection: Selection(databases: [database])).read(reader)
      let table = try #require(inventory.tables.first)
      let pieces = Pieces()
      try await ChunkPlanner.cut(table, index: 0, chunkBytes: .mebibytes(1), on: reader) { chunk in
        let condition = chunk.range.condition ?? "TRUE"
        let rows = try await connection.query("SELECT COUNT(*) FROM t WHERE \(condition)").first?[0].int
        await pieces.add(rows ?? 0)
        return true
      }
      await reader.close()
      let sizes = await pieces.sizes
      #expect(sizes.reduce(0, +) == 40_000)
      // The servers' estimates may be wrong by a factor of two or so.
      #expect(sizes.count >= 4)
      #expect(sizes.allSatisfy { $0 < 20_000 })
    }
  }
}

private actor Pieces {
  private(set) var sizes: [Int64] = []

  func add(_ rows: Int64) { sizes.append(rows) }
}
