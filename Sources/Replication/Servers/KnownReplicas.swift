/// All replicas of a server that were found since somebody began to look.
///
/// A replica that loses its source is no longer among those that the source tells of: then, of all times, it must not be
/// forgotten.
package struct KnownReplicas: Sendable {
  private var all: [Replica] = []

  package init() {}

  /// Those that are found now, and behind them those that were found before only.
  package mutating func with(_ found: [Replica]) -> [Replica] {
    let lost = all.filter { known in
      !found.contains { replica in
        // It may be found at another address now.
        replica.address == known.address || (replica.serverID != nil && replica.serverID == known.serverID)
      }
    }
    all = found + lost
    return all
  }
}
