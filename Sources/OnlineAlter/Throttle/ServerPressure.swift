import Basics

/// How hard the migrated server and its replicas find the work, before anything must stop.
package struct ServerPressure: Sendable, Equatable {
  /// Smoothed; nil before the first commit.
  package private(set) var commitLatency: Duration?
  /// Row versions that wait to be purged; nil while not known.
  package var historyLength: Int64?

  /// Takes how long one commit took.
  package mutating func committed(in latency: Duration) {
    // One slow commit of many is the disk's hiccup; slow commits one after the other are load.
    commitLatency = commitLatency.map { $0 * 0.8 + latency * 0.2 } ?? latency
  }

  /// What is hard, in words, and how hard all in all.
  ///
  /// - Parameter lag: The largest of the replicas; nil when there is none.
  package func assessment(
    _ settings: ThrottleSettings, lag: Duration?
  ) -> (pressure: WorkerAllowance.Pressure, slowdowns: [String]) {
    var all: [(pressure: WorkerAllowance.Pressure, words: String)] = []
    if let limit = settings.maximumCommitLatency, let latency = commitLatency {
      all.append((Self.pressure(latency, limit), "commit-latency=\(latency.text) > \(limit.text)"))
    }
    if let limit = settings.maximumHistoryLength, let length = historyLength {
      let pressure = WorkerAllowance.pressure(of: Double(length), limit: Double(limit))
      all.append((pressure, "history-list-length=\(length) > \(limit)"))
    }
    if let lag {
      // What is under way when copying stops still has to be replicated: fewer workers half way to the limit keep
      // the lag below it.
      let limit = settings.maximumLag / 2
      all.append((Self.pressure(lag, limit), "replica-lag=\(lag.hundredths) > \(limit.hundredths)"))
    }
    return (all.map(\.pressure).max() ?? .low, all.filter { $0.pressure == .high }.map(\.words))
  }

  private static func pressure(_ value: Duration, _ limit: Duration) -> WorkerAllowance.Pressure {
    WorkerAllowance.pressure(of: value.inSeconds, limit: limit.inSeconds)
  }
}
