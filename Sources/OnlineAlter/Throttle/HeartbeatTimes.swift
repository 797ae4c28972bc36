/// What the migration's own heartbeats tell: how long a commit takes, and how far the reading of the log is behind.
package struct HeartbeatTimes: Sendable, Equatable {
  /// What happened to a heartbeat.
  package enum Step: Sendable {
    /// It is sent to the server.
    case begun
    /// The server has acknowledged it.
    case acknowledged
    /// It was read from the log.
    case streamed
  }

  /// Heartbeats whose way is not over; enough for an hour.
  private static let most = 36_000

  private var begun: [UInt64: Duration] = [:]
  /// When the youngest that was read from the log had begun.
  private var streamed: Duration?

  package init() {}

  /// - Returns: How long the commit took, when `step` says that it is done.
  package mutating func note(_ number: UInt64, _ step: Step, at elapsed: Duration) -> Duration? {
    switch step {
    case .begun:
      if begun.count >= Self.most { begun.removeAll() }
      begun[number] = elapsed
      return nil
    case .acknowledged:
      return begun[number].map { elapsed - $0 }
    case .streamed:
      guard let begin = begun[number] else { return nil }
      streamed = begin
      begun = begun.filter { $0.key > number }
      return nil
    }
  }

  /// The age of the youngest heartbeat that was read from the log; nil before the first.
  package func logLag(at elapsed: Duration) -> Duration? { streamed.map { elapsed - $0 } }
}
