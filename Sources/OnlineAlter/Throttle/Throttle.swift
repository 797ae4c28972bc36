import Basics
import MySQL
import Replication
import Synchronization

/// Holds a migration back while replicas, the load, a file, a query or an address say so, and ends it when they say that.
///
/// A command builds one for a migration, with `--threads` as `workers`, has `check` look at what the user named, gives it
/// to `MigrationRun` as its brake. Nothing is copied before every signal was read for the first time. From any thread.
package final class Throttle: CopyBrake {
  /// How often those who wait look again.
  private static let pollPause = Duration.milliseconds(20)

  let servers: WatchedServers
  let log: Log
  private let begin = ContinuousClock.now
  private let state: Mutex<ThrottleState>

  /// - Parameter workers: Copy workers at most.
  package init(_ settings: ThrottleSettings, watching servers: WatchedServers, workers: Int, log: Log) {
    self.servers = servers
    self.log = log
    state = Mutex(ThrottleState(settings, workers: workers))
  }

  // MARK: Those who work

  /// Returns when one more worker may copy. `rest(after:)` must follow, also when there was nothing to copy.
  package func wait() async throws {
    while !withState({ $0.enter(at: $1) }) { try await Task.sleep(for: Self.pollPause) }
  }

  package var chunkShare: Double { withState { $0.chunkShare(at: $1) } }

  /// Ends what `wait` began, and pauses as `--nice-ratio` says.
  package func rest(after time: Duration) async throws {
    defer { withState { state, _ in state.left() } }
    let ratio = settings.niceRatio
    if ratio > 0, time > .zero { try await Task.sleep(for: time * ratio) }
  }

  /// Returns when nothing holds the migration: for applying changes, the checksum and the cut-over, whose sessions do
  /// not count as copy workers.
  package func waitUntilClear() async throws {
    while withState({ $0.decide(at: $1) }) != .proceed { try await Task.sleep(for: Self.pollPause) }
  }

  /// The commits of the migration's own heartbeats show how busy the server is, and their way through the log how far
  /// reading it is behind.
  package func heartbeat(_ number: UInt64, _ step: HeartbeatTimes.Step) {
    withState { $0.heartbeat(number, step, at: $1) }
  }

  // MARK: Those who ask and command

  /// What the status line tells.
  package var reading: ThrottleReading { withState { $0.reading(at: $1) } }

  package var settings: ThrottleSettings { withState { state, _ in state.settings } }

  /// Changes settings while the migration runs; from then on nothing is copied until what they name was read.
  ///
  /// - Throws: `OpsError` `usage` for what is out of bounds; then nothing is changed.
  package func change(_ body: @Sendable (inout ThrottleSettings) -> Void) throws {
    var changed = settings
    body(&changed)
    try changed.check()
    withState { state, _ in body(&state.settings) }
  }

  /// Holds the migration until `resume`.
  package func hold() { withState { state, _ in state.isCommanded = true } }

  package func resume() { withState { state, _ in state.isCommanded = false } }

  /// Looks at what the user named: status variables and the query.
  ///
  /// - Throws: `OpsError` `usage` or `refused`; `SQLFailure`.
  package func check() async throws {
    let settings = settings
    try settings.check()
    let session = ProbeSession(throttling: servers.server)
    do {
      try await session.run { connection in
        try settings.maximumLoad.check(for: "--max-load", connection)
        try settings.criticalLoad.check(for: "--critical-load", connection)
        if let query = settings.query { try QueryProbe.check(query, connection) }
      }
    } catch {
      await session.close()
      throw error
    }
    await session.close()
  }

  // MARK: State

  /// Gives the state and what time it is to `body`.
  @discardableResult
  func withState<Value: Sendable>(_ body: (inout ThrottleState, Moment) -> Value) -> Value {
    let moment = Moment(elapsed: ContinuousClock.now - begin, clock: .now())
    return state.withLock { body(&$0, moment) }
  }
}
