import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// A throttle over a database of the test, with the heartbeat table of a migration of `orders` in it.
struct ThrottleStage: Sendable {
  let connection: Connection
  let changelog: TableName
  let servers: WatchedServers

  init(_ server: TestServer, _ database: String, _ connection: Connection) async throws {
    self.connection = connection
    servers = WatchedServers(
      try server.options(), migrating: TableName(database, "orders"), streamID: 21_001)
    changelog = TableName(database, "_orders_ghc")
    try await connection.execute(
      "CREATE TABLE \(changelog.sql) (beat BIGINT UNSIGNED NOT NULL PRIMARY KEY, written BIGINT NOT NULL)")
    try await connection.execute("INSERT INTO \(changelog.sql) VALUES (0, 0)")
  }

  /// Without replicas and files unless `adjust` names them.
  func throttle(_ adjust: (inout ThrottleSettings) -> Void) -> Throttle {
    var settings = ThrottleSettings()
    settings.additionalFlagFile = nil
    settings.controlReplicas = .these([])
    adjust(&settings)
    return Throttle(settings, watching: servers, workers: 4, log: .silent)
  }

  func beat() async throws {
    let moment = Timestamp.now().microseconds
    try await connection.execute("UPDATE \(changelog.sql) SET beat = beat + 1, written = \(moment)")
  }
}

extension Throttle {
  /// Reads all signals while `body` looks at it.
  func run(while body: @escaping @Sendable (Throttle) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.run() }
      group.addTask { try await body(self) }
      try await group.next()
      group.cancelAll()
    }
  }

  /// Waits until the reasons are as wanted.
  func reaches(_ what: String, _ isWanted: @Sendable ([String]) -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(240)
    while !isWanted(reading.reasons) {
      guard ContinuousClock.now < deadline else {
        Issue.record("not \(what): \(reading.reasons)")
        throw CancellationError()
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until nothing holds.
  func clears() async throws {
    try await reaches("clear") { $0.isEmpty }
    try await wait()
    try await rest(after: .zero)
    try await waitUntilClear()
  }
}
