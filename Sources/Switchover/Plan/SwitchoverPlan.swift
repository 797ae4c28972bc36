import Basics
import MySQL
import Replication

/// The steps that are left to make the candidate the primary; pure.
///
/// They follow from the servers' own state alone, so that a run that was killed is finished by the next, wherever that
/// runs.
package struct SwitchoverPlan: Sendable, Equatable {
  package let steps: [SwitchoverStep]
  package let mode: SwitchoverMode

  /// - Throws: `OpsError` `refused` where the servers' state allows no switchover.
  package init(_ cast: SwitchoverCast) throws(OpsError) {
    mode = try Self.mode(cast)
    try Self.checkWriters(cast)
    let isOpen = cast.candidate.facts?.isWritable == true
    guard cast.primary != nil else {
      let attaching = isOpen ? try Self.attaching(cast, mode, isOpen: true) : [.open]
      steps = attaching + Self.rest
      return
    }
    let attaching = try Self.attaching(cast, mode, isOpen: isOpen)
    var steps: [SwitchoverStep] = []
    if !isOpen {
      steps = [.approach, .stopEvents, .close, .disconnect, .capture, .catchUp]
      // The candidate's log stands still as long as it takes no writes: only then is the place to begin at known.
      if mode == .places { steps += attaching }
      steps.append(.open)
    }
    if isOpen || mode == .identifiers { steps += attaching }
    // What the candidate knows of logging in to its source serves the old primary: it is forgotten behind that.
    if cast.candidateChannel != nil { steps.append(.detach) }
    self.steps = steps + Self.rest
  }

  /// The steps when the primary is lost.
  ///
  /// - Throws: `OpsError` `refused` where the replicas' state allows none.
  package init(promoting cast: SwitchoverCast) throws(OpsError) {
    mode = try Self.mode(cast)
    try Self.checkWriters(cast)
    let isOpen = cast.candidate.facts?.isWritable == true
    let moving = try Self.attaching(cast, mode, isOpen: isOpen)
    // The note is there before anybody else takes writes: the old primary may come back at any moment.
    steps =
      (isOpen
        ? [.fence] + moving
        : [.haltFetching, .applyFetched] + (mode == .places ? moving : []) + [.fence, .open]
          + (mode == .identifiers ? moving : []))
      + (cast.candidateChannel == nil ? [] : [.detach]) + Self.rest
  }

  private static let rest: [SwitchoverStep] = [.startEvents, .setFlags, .verify]

  private static func mode(_ cast: SwitchoverCast) throws(OpsError) -> SwitchoverMode {
    let channels = cast.channels + [cast.candidateChannel, cast.primaryChannel].compactMap { $0 }
    let using = channels.filter(\.usesGTID)
    guard using.isEmpty || using.count == channels.count else {
      throw OpsError(
        .refused, "cannot move the primary to \(cast.candidate.name)",
        why: "some replicas replicate by GTID, others by places in log files",
        hint: "set SOURCE_AUTO_POSITION (MariaDB: MASTER_USE_GTID) alike on all of them")
    }
    guard channels.isEmpty else { return using.isEmpty ? .places : .identifiers }
    guard case .untracked? = cast.candidate.facts?.executed else { return .identifiers }
    return .places
  }

  private static func checkWriters(_ cast: SwitchoverCast) throws(OpsError) {
    let writable = (cast.members + cast.witnesses).filter { $0.facts?.isWritable == true }
    // The primary takes writes before, the candidate behind.
    let allowed = cast.candidate.facts?.isWritable == true ? cast.candidate : cast.primary
    guard let wrong = writable.first(where: { $0.address != allowed?.address }) else { return }
    let others = writable.filter { $0.address != wrong.address }.map(\.name)
    let why =
      others.isEmpty
      ? "\(wrong.name) takes writes, though it is a replica"
      : "\(wrong.name) and \(others.joined(separator: " and ")) take writes"
    throw OpsError(
      .refused, "cannot move the primary to \(cast.candidate.name)", why: why,
      hint: "find out which has what the other lacks, then set read_only on all but the primary")
  }

  /// Who does not replicate the candidate yet.
  private static func attaching(
    _ cast: SwitchoverCast, _ mode: SwitchoverMode, isOpen: Bool
  ) throws(OpsError) -> [SwitchoverStep] {
    // Places: as long as the candidate's log stands still all are attached, and again, so that all are taken back. Later
    // nobody may be sent to its end: what lies between would be left out.
    if mode == .places, !isOpen {
      return (cast.primary == nil ? [] : [.attachPrimary]) + cast.others.indices.map { .repoint($0) }
    }
    // A link to the new primary that does not run is made again: an earlier run may have been stopped in the middle of it.
    let strays = cast.followsCandidate.indices.filter {
      !cast.followsCandidate[$0] || (mode == .identifiers && cast.channels[$0].fault != nil)
    }
    let isAttached =
      cast.primary == nil || cast.primaryChannel.map { mode == .places || $0.fault == nil } ?? false
    let lost = strays.first { !cast.followsCandidate[$0] }
    if isOpen, mode == .places, let stray = lost ?? (isAttached ? nil : -1) {
      let name = stray < 0 ? cast.primary?.name ?? "" : cast.others[stray].name
      throw OpsError(
        .refused, "cannot make \(name) replicate \(cast.candidate.name)",
        why: "they replicate by places in log files, and the place at which it should begin has passed",
        hint: "build \(name) anew from a copy of \(cast.candidate.name)")
    }
    return (isAttached ? [] : [.attachPrimary]) + strays.map { .repoint($0) }
  }
}
