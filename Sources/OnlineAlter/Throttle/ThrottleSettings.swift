import Basics
import MySQL

/// When a migration holds back, slows down, sleeps or ends for others' sake.
///
/// Defaults are gh-ost's. All of them may be changed while the migration runs: `Throttle.change`.
package struct ThrottleSettings: Sendable, Equatable {
  /// `--max-lag-millis`: copying waits while a replica is further behind.
  package var maximumLag = Duration.milliseconds(1500)
  /// `--heartbeat-interval-millis`: how often a heartbeat is written, and how often replicas are asked for it.
  package var heartbeatInterval = Duration.milliseconds(100)
  /// `--throttle-control-replicas`.
  package var controlReplicas = ControlReplicas.discovered
  /// `--throttle-query`: copying waits while it gives a number above zero. Nil for none.
  package var query: String?
  /// `--throttle-http` and its like. Nil for none.
  package var http: HTTPThrottle?
  /// `--throttle-flag-file`: copying waits while it is there.
  package var flagFile: String?
  /// `--throttle-additional-flag-file`, the same for several migrations.
  package var additionalFlagFile: String? = "/tmp/gh-ost.throttle"
  /// `--max-load`: copying waits while one of them is reached.
  package var maximumLoad = LoadThresholds()
  /// `--critical-load`: the migration ends, or sleeps, when one of them is reached.
  package var criticalLoad = LoadThresholds()
  /// `--critical-load-interval-millis`: ends only when still reached so much later. Zero ends at once.
  package var criticalLoadInterval = Duration.zero
  /// `--critical-load-hibernate-seconds`: sleeps so long instead of ending. Zero ends.
  package var hibernation = Duration.zero
  /// `--panic-flag-file`: the migration ends at once when it is there.
  package var panicFlagFile: String?
  /// `--nice-ratio`: 1 rests as long as a chunk took, 0.5 half of that; 0 never rests.
  package var niceRatio = 0.0
  /// Fewer workers copy while the server takes longer to acknowledge a commit. Nil does not look.
  package var maximumCommitLatency: Duration? = .milliseconds(500)
  /// Fewer workers copy while more row versions than this wait to be purged. Nil does not look.
  package var maximumHistoryLength: Int64? = 1_000_000

  package init() {}

  /// - Throws: `OpsError` `usage` for what is out of bounds.
  package func check() throws {
    try Self.demand(maximumLag >= .milliseconds(100), "--max-lag-millis", "it is below 100")
    try Self.demand(
      heartbeatInterval >= .milliseconds(10) && heartbeatInterval <= .seconds(1),
      "--heartbeat-interval-millis", "it is not from 10 to 1000")
    try Self.demand((0...100).contains(niceRatio), "--nice-ratio", "it is not from 0 to 100")
    try Self.demand(
      criticalLoadInterval >= .zero, "--critical-load-interval-millis", "it is below zero")
    try Self.demand(hibernation >= .zero, "--critical-load-hibernate-seconds", "it is below zero")
    guard let http else { return }
    try Self.demand(http.interval >= .milliseconds(10), "--throttle-http-interval-millis", "it is below 10")
    try Self.demand(http.timeout >= .milliseconds(1), "--throttle-http-timeout-millis", "it is below 1")
    let isWeb = ["http://", "https://"].contains { http.url.lowercased().hasPrefix($0) }
    try Self.demand(isWeb, "--throttle-http", "'\(http.url)' begins with neither http:// nor https://")
  }

  private static func demand(_ holds: Bool, _ option: String, _ why: String) throws {
    guard holds else { throw OpsError(.usage, "cannot use \(option)", why: why) }
  }
}

/// An address that is asked whether copying may go on: only status 200 says so.
package struct HTTPThrottle: Sendable, Equatable {
  /// `--throttle-http`.
  package var url: String
  /// `--throttle-http-interval-millis`.
  package var interval = Duration.milliseconds(100)
  /// `--throttle-http-timeout-millis`, from looking the host up to the answer.
  package var timeout = Duration.seconds(1)
  /// `--ignore-http-errors`: goes on when there is no answer at all.
  package var ignoresErrors = false

  package init(url: String) { self.url = url }
}

/// The replicas whose lag counts.
package enum ControlReplicas: Sendable, Equatable {
  /// Those that the migrated server tells of, and theirs.
  case discovered
  /// These alone; none when it is empty.
  case these([ServerAddress])

  /// - Parameter text: `host:port`, several separated by commas; empty for those that are found, `none` for none.
  /// - Throws: `OpsError` `usage`.
  package init(parsing text: String) throws {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    if words == [""] {
      self = .discovered
      return
    }
    if words == ["none"] {
      self = .these([])
      return
    }
    self = .these(
      try words.map { word in
        guard let address = ServerAddress(text: word) else {
          throw OpsError(
            .usage, "cannot read --throttle-control-replicas '\(text)'", why: "'\(word)' is no address",
            hint: "write host:port, several separated by commas")
        }
        return address
      })
  }
}
