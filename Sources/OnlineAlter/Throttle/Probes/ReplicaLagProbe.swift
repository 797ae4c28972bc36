import Basics
import MySQL
import Replication

/// How far a replica is behind, by the age of the youngest of the migration's own heartbeats that has arrived there.
///
/// A replica that applies nothing any more, for whatever reason, falls behind by itself.
package struct ReplicaLagProbe: Sendable {
  /// - Parameter changelog: The migration's heartbeat table.
  static func read(_ changelog: TableName, _ connection: isolated Connection) throws -> Finding {
    do {
      let row = try connection.query("SELECT written FROM \(changelog.sql)").first
      return finding(written: row?["written"].int, now: Timestamp.now())
    } catch let failure as SQLFailure where failure.number == 1146 || failure.number == 1049 {
      return .unreadable("the heartbeat table is not there yet")
    }
  }

  /// - Parameters:
  ///   - written: Microseconds since the epoch by our own clock; 0 before the first heartbeat.
  ///   - now: By the same clock.
  package static func finding(written: Int64?, now: Timestamp) -> Finding {
    let moment = written.flatMap { $0 > 0 ? Timestamp(microseconds: $0) : nil }
    return switch Lag.age(written: moment, now: now) {
    case .known(let age): .lag(age)
    case .unknown(let reason): .unreadable(reason)
    }
  }
}

extension ProbeSession {
  /// A session of a throttle.
  init(throttling options: ConnectionOptions, expected: UInt32? = nil) {
    self.init(options, phase: "alter-throttle", expected: expected)
  }

  /// Like `run`, with the failure as words.
  func look(_ body: @Sendable (isolated Connection) throws -> Finding) async -> Finding {
    do {
      return try await run(body)
    } catch {
      return .unreadable(Self.words(error))
    }
  }
}
