import Basics
import MySQL

/// How far a replica is behind, by the age of the youngest heartbeat that has arrived there.
///
/// A replica that applies nothing any more, for whatever reason, falls behind by itself.
package struct ReplicaLagProbe: Sendable {
  /// Clocks are set by a fraction of a second now and then. More says that the age cannot be told.
  private static let clockTolerance = Duration.seconds(1)

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
    guard let written, written > 0 else { return .unreadable("no heartbeat has arrived yet") }
    let age = Duration.microseconds(now.microseconds - written)
    guard age > .zero - clockTolerance else {
      return .unreadable("the heartbeat is younger than now: the clock was set back")
    }
    return .lag(max(age, .zero))
  }
}
