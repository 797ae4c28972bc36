import Basics
import MySQL
import Replication
import TestKit

/// Tells how far a replica really is behind, by rows of the test's own that are written all the time.
struct Markers: Sendable {
  /// What a replica had at one moment, both by the machine's clock.
  struct Sight: Sendable {
    let at: Timestamp
    let newest: Timestamp
  }

  private let server: TestServer
  private let table: TableName

  init(_ server: TestServer, in database: String) {
    self.server = server
    table = TableName(database, "markers")
  }

  /// Writes a marker every 10 ms while `body` runs.
  func written(while body: @escaping @Sendable () async throws -> Void) async throws {
    try await server.execute(
      .primary, "CREATE TABLE IF NOT EXISTS \(table.sql) (id INT PRIMARY KEY, written BIGINT NOT NULL)",
      "REPLACE INTO \(table.sql) VALUES (1, 0)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        let connection = try await Connection.open(server.options(.primary))
        while !Task.isCancelled {
          try await connection.execute("UPDATE \(table.sql) SET written = \(Timestamp.now().microseconds)")
          try? await Task.sleep(for: .milliseconds(10))
        }
        await connection.close()
      }
      group.addTask { try await body() }
      try await group.next()
      group.cancelAll()
    }
  }

  /// What `role` has, again and again, until `body` has ended.
  func seen(
    on role: TestServer.Role = .replica, while body: @escaping @Sendable () async throws -> LagReading
  ) async throws -> (reading: LagReading, sights: [Sight]) {
    async let reading = body()
    let task = Task {
      var sights: [Sight] = []
      let connection = try await Connection.open(server.options(role))
      while !Task.isCancelled {
        let at = Timestamp.now()
        let written = try? await connection.query("SELECT written AS w FROM \(table.sql)").first?["w"].int
        if let written { sights.append(Sight(at: at, newest: Timestamp(microseconds: written))) }
        try? await Task.sleep(for: .milliseconds(5))
      }
      await connection.close()
      return sights
    }
    let result = try await reading
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    return (result, try await task.value)
  }
}

extension [Markers.Sight] {
  /// How far the replica was behind when it was looked at nearest to `moment`.
  func truth(at moment: Timestamp) -> Duration? {
    self.min { abs($0.at.microseconds - moment.microseconds) < abs($1.at.microseconds - moment.microseconds) }
      .map { .microseconds($0.at.microseconds - $0.newest.microseconds) }
  }
}
