import Basics

/// How far one replica was behind at one moment.
package struct LagSample: Sendable, Equatable {
  package let target: String
  /// The replica, as it is addressed.
  package let host: String
  /// The channel's or connection's name; empty for most.
  package let channel: String
  package let at: Timestamp
  /// Nil where it could not be told; `reason` says why then.
  package let lag: Duration?
  /// How long the replica was meant to stay behind.
  package let delay: Duration
  package let reason: String

  package init(
    target: String, host: String, channel: String, at: Timestamp, lag: Duration?, delay: Duration = .zero,
    reason: String = ""
  ) {
    self.target = target
    self.host = host
    self.channel = channel
    self.at = at
    self.lag = lag
    self.delay = delay
    self.reason = reason
  }
}

extension Catalog {
  /// Samples are kept for this long.
  package static let lagRetention = Duration.seconds(30 * 86_400)
  /// No more samples than this are kept, so that the file stays below about 100 MiB.
  package static let lagCapacity: Int64 = 500_000
  /// After so many that a catalog has taken, all are counted.
  package static let lagCountPause = 1000

  /// Keeps samples, and drops those that are too old or too many.
  package func record(_ samples: [LagSample], now: Timestamp = .now(), capacity: Int64 = lagCapacity) throws {
    guard !samples.isEmpty else { return }
    try transaction { database in
      for sample in samples {
        try database.run(
          """
          INSERT OR REPLACE INTO lag_samples (target, host, channel, at, lag, delay, reason)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .text(sample.target), .text(sample.host), .text(sample.channel), .int(sample.at.microseconds),
            sample.lag.map { .int($0.wholeMicroseconds) } ?? .null, .int(sample.delay.wholeMicroseconds),
            .text(sample.reason),
          ])
      }
      let oldest = now.microseconds - Self.lagRetention.wholeMicroseconds
      try database.run("DELETE FROM lag_samples WHERE at < ?", [.int(oldest)])
    }
    // Who watches for weeks records for weeks.
    let isDue = uncountedLagSamples.withLock { count in
      count += samples.count
      guard count >= Self.lagCountPause else { return false }
      count = 0
      return true
    }
    if isDue { try boundLagSamples(to: capacity) }
  }

  /// Drops the oldest samples beyond `capacity`. It counts all of them: at the end of a run and now and then is enough.
  package func boundLagSamples(to capacity: Int64 = lagCapacity) throws {
    try transaction { database in
      let count = try database.run("SELECT count(*) FROM lag_samples").first?.first?.int ?? 0
      guard count > capacity else { return }
      // A little more than needed, so that the next run need not do it again.
      let surplus = count - capacity + capacity / 100
      let limit = try database.run("SELECT at FROM lag_samples ORDER BY at LIMIT 1 OFFSET ?", [.int(surplus)])
      guard let moment = limit.first?.first?.int else { return }
      try database.run("DELETE FROM lag_samples WHERE at < ?", [.int(moment)])
    }
  }

  /// The samples of a target since a moment, the oldest first.
  package func lagSamples(target: String, since: Timestamp) throws -> [LagSample] {
    try query(
      """
      SELECT host, channel, at, lag, delay, reason FROM lag_samples WHERE target = ? AND at >= ?
      ORDER BY at, host, channel
      """,
      [.text(target), .int(since.microseconds)]
    ).map { row in
      let cells = CatalogCells(row: row)
      return LagSample(
        target: target, host: try cells.text(0), channel: try cells.text(1), at: try cells.moment(2),
        lag: try cells.isNull(3) ? nil : .microseconds(cells.int(3)), delay: .microseconds(try cells.int(4)),
        reason: try cells.text(5))
    }
  }
}

extension Duration {
  fileprivate var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}
