import Basics
import MySQL
import OnlineAlter
import Synchronization
import TestKit

/// A migration that a test holds in the middle of its copy, so that something can happen there.
struct HeldMigration: Sendable {
  let table: TableName
  let server: TestServer
  var alter = "ADD COLUMN extra INT NOT NULL DEFAULT 3"
  /// How the migration reaches the server; as the other tests do if nil.
  var options: ConnectionOptions?
  var settings = HeldMigration.settings
  let progress = MigrationProgress()

  static var settings: MigrationSettings {
    var settings = MigrationSettings()
    settings.chunkRows = 20
    settings.checkpointEvery = .milliseconds(20)
    settings.heartbeat = .milliseconds(20)
    settings.pauses.first = .milliseconds(50)
    settings.pauses.longest = .milliseconds(500)
    return settings
  }

  struct Ended: Error {}

  /// Runs it, with `meanwhile` when some chunks are copied and others are not.
  func carryOut(
    during meanwhile: () async throws -> Void = {}, after: () async throws -> Void = {}
  ) async throws -> MigrationResult {
    try await run(ends: false, during: meanwhile, after: after)
  }

  /// The same, but ended there as a failure would end it.
  func begin(during meanwhile: () async throws -> Void = {}) async throws {
    do {
      _ = try await run(ends: true, during: meanwhile) {}
    } catch is Ended {
      return
    }
    throw OpsError(.failed, "the migration was to be ended in the middle of the copy")
  }

  private func run(
    ends: Bool, during meanwhile: () async throws -> Void, after: () async throws -> Void
  ) async throws -> MigrationResult {
    let brake = Hold(copiers: settings.copiers)
    let options = try options ?? server.options()
    let migration = MigrationRun(
      try AlterRequest(table: table, alter: alter), options, settings, brake: brake, progress: progress,
      run: RunID(), log: .silent)
    let work = Task {
      defer { brake.set(.over) }
      return try await migration.carryOut()
    }
    do {
      try await brake.awaitMiddle()
      try await meanwhile()
      brake.set(ends ? .ends : .over)
      try await after()
    } catch {
      brake.set(.ends)
      _ = try? await work.value
      throw error
    }
    return try await work.value
  }

  /// Waits until the migration is in this phase.
  func reaches(_ phase: MigrationProgress.Phase) async throws {
    while progress.reading.phase != phase { try await Task.sleep(for: .milliseconds(5)) }
  }
}

/// Holds the copy behind its first chunks.
private final class Hold: CopyBrake {
  enum State { case begun, middle, ends, over }

  private let state = Mutex((state: State.begun, chunks: 0, held: 0))
  private let copiers: Int
  private static let chunks = 6

  init(copiers: Int) { self.copiers = copiers }

  func set(_ next: State) { state.withLock { $0.state = next } }

  func wait() async throws {
    var current = state.withLock { current -> State in
      current.chunks += 1
      if current.state == .begun, current.chunks > Self.chunks { current.state = .middle }
      if current.state == .middle { current.held += 1 }
      return current.state
    }
    while current == .middle {
      try await Task.sleep(for: .milliseconds(5))
      current = state.withLock { $0.state }
    }
    if current == .ends { throw HeldMigration.Ended() }
  }

  func waitUntilClear() async throws {}

  /// Returns when no chunk is being copied any more, or the run has ended before.
  func awaitMiddle() async throws {
    while state.withLock({ $0.state == .begun || ($0.state == .middle && $0.held < copiers) }) {
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

/// A table of numbers that tests migrate.
struct HeldTable: Sendable {
  let name: TableName
  static let rows = 1000

  /// `id` from 0, `v` equal to it.
  static func make(
    _ database: String, _ connection: Connection, more columns: SQLText = ""
  ) async throws -> HeldTable {
    let name = TableName(database, "t")
    try await connection.execute(
      "CREATE TABLE \(name.sql) (id INT NOT NULL PRIMARY KEY, v INT NOT NULL\(columns)) ENGINE=InnoDB")
    try await connection.execute(
      "INSERT INTO \(name.sql) (id, v) SELECT i, i FROM (\(SQLText.numbers(below: rows))) AS n")
    return HeldTable(name: name)
  }

  /// The rows' number and what is in them.
  func sums(_ connection: Connection) async throws -> [Int64?] {
    let row = try await connection.query(
      "SELECT COUNT(*) AS n, SUM(id) AS i, SUM(CAST(v AS SIGNED) * (id + 1)) AS s FROM \(name.sql)"
    ).first
    return [row?["n"].int, row?["i"].int, row?["s"].int]
  }

  /// How many rows have the value that the migration adds.
  func extra(_ connection: Connection) async throws -> Int64? {
    try await connection.query("SELECT COUNT(*) AS n FROM \(name.sql) WHERE extra = 3").first?["n"].int
  }
}
