import Basics
import MySQL
import Replication

/// What is lost with a primary that does not come back, as far as its replicas tell. Pure.
package struct PromotionOutlook: Sendable {
  /// A replica and how far it has fetched the lost primary's log.
  package struct Standing: Sendable {
    package let name: String
    package let place: ReplicationChannel.Place?
    package let fetched: ExecutedTransactions
  }

  package let candidate: Standing
  package let others: [Standing]

  package init(_ cast: SwitchoverCast) {
    func standing(_ member: Topology.Member, _ channel: ReplicationChannel?) -> Standing {
      Standing(
        name: member.name, place: channel?.fetched,
        fetched: Self.all(member.facts?.executed ?? .untracked, channel?.retrieved))
    }
    candidate = standing(cast.candidate, cast.candidateChannel)
    others = zip(cast.others, cast.channels).map(standing)
  }

  private static func all(_ executed: ExecutedTransactions, _ retrieved: GTIDSet?) -> ExecutedTransactions {
    guard case .mysql(let here) = executed, case .mysql(let fetched)? = retrieved else { return executed }
    return .mysql(here.union(fetched))
  }

  /// The replica that has most of the log; the candidate where none has more.
  package var mostAdvanced: Standing {
    others.reduce(candidate) { Self.isBefore($0.place, $1.place) ? $1 : $0 }
  }

  /// What `other` has fetched and the candidate has not, in words; nil where it has nothing more.
  package func lead(of other: Standing) -> String? {
    guard Self.isBefore(candidate.place, other.place) else { return nil }
    if let count = candidate.fetched.distance(behind: other.fetched), count > 0 {
      return "\(count) \(count == 1 ? "transaction" : "transactions") more"
    }
    if let mine = candidate.place, let theirs = other.place, mine.file == theirs.file {
      return "\(theirs.offset - mine.offset) bytes of the log more"
    }
    return "more of the log"
  }

  /// Files of a log are numbered; the number may grow a digit.
  static func isBefore(_ left: ReplicationChannel.Place?, _ right: ReplicationChannel.Place?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return (number(left.file), left.offset) < (number(right.file), right.offset)
  }

  private static func number(_ file: String) -> UInt64 {
    UInt64(file.split(separator: ".").last ?? "") ?? 0
  }

  /// Why the candidate should not be the one; nil when it has all there is.
  package var objection: OpsError? {
    let best = mostAdvanced
    guard best.name != candidate.name, let lead = lead(of: best) else { return nil }
    return OpsError(
      .refused, "cannot make \(candidate.name) the primary", why: "\(best.name) has fetched \(lead)",
      hint: "take --to \(best.name); or add --accept-loss to do without what only others have")
  }
}
