import Basics
import MySQL
import Replication
import Switchover

/// What may be lost with a primary that does not come back, in numbers.
struct LossText: Sendable {
  private let target: ReplicatedTarget
  private let cast: SwitchoverCast
  private let outlook: PromotionOutlook

  init(_ target: ReplicatedTarget, _ cast: SwitchoverCast, _ outlook: PromotionOutlook) {
    self.target = target
    self.cast = cast
    self.outlook = outlook
  }

  var text: String {
    get async {
      var lines: [String] = []
      for other in outlook.others {
        guard let lead = outlook.lead(of: other) else { continue }
        lines.append("lost: \(other.name) has fetched \(lead) than \(cast.candidate.name)")
      }
      if lines.isEmpty, !outlook.others.isEmpty {
        lines.append("no other replica has more than \(cast.candidate.name)")
      }
      lines.append(await unfetched)
      return lines.joined(separator: "\n")
    }
  }

  /// What no replica has cannot be counted; the last heartbeat says how long that was.
  private var unfetched: String {
    get async {
      let session = ProbeSession(
        target.measured.servers.options(for: cast.candidate.address), phase: "switchover",
        expected: cast.candidate.facts?.serverID)
      let table = target.heartbeat
      let origin = cast.candidateChannel?.sourceServerID ?? 0
      let sight = try? await session.run { try table.read($0)[origin] }
      await session.close()
      let old = cast.lost.map(\.description) ?? "the primary"
      guard let sight = sight ?? nil else {
        return
          "may be lost: what \(old) committed and no replica has fetched; no heartbeat tells how much time that was"
      }
      return
        "may be lost: what \(old) committed after \(sight.written), its last heartbeat on \(cast.candidate.name), \(sight.age.text) ago"
    }
  }
}
