import Basics
import MySQL

/// Finds a replica that is close enough to its source to be backed up.
package struct ReplicaChoice: Sendable {
  package let limit: Duration

  /// - Parameter limit: The most that a replica may lag.
  package init(limit: Duration) {
    self.limit = limit
  }

  /// The first of `candidates` whose replication runs and whose lag is known and within the limit.
  ///
  /// - Throws: `OpsError` `refused` telling for each why not.
  package func choose(_ candidates: [Source]) async throws -> Source {
    var reasons: [String] = []
    for candidate in candidates {
      do {
        let lag = try await lag(candidate)
        if lag <= limit { return candidate }
        reasons.append("\(candidate.address) lags \(lag.text)")
      } catch let error as OpsError where error.code == .refused {
        reasons.append("\(candidate.address) \(error.why)")
      } catch {
        reasons.append("\(candidate.address): \(OpsError.wrapping(error, as: "unreachable").message)")
      }
    }
    throw OpsError(
      .refused, "no replica can be backed up", why: reasons.joined(separator: "; "),
      hint: "repair replication, raise backup.max-lag, or back up the primary with --from primary")
  }

  private func lag(_ source: Source) async throws -> Duration {
    let row = try await source.withConnection(.plain, "lag") { connection in
      try await connection.query(connection.server.replicaStatusStatement).first
    }
    func refused(_ why: String) -> OpsError { OpsError(.refused, "not usable", why: why) }
    guard let row else { throw refused("is no replica") }
    let name = row.has("Seconds_Behind_Source") ? "Seconds_Behind_Source" : "Seconds_Behind_Master"
    // NULL is what a server says whose replication does not run: that is not a lag of zero.
    guard let seconds = row[name].int else { throw refused("does not replicate; its lag is unknown") }
    return .seconds(seconds)
  }
}
