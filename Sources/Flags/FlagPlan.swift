import Basics
import MySQL

/// The steps that bring the servers of one target to what is wanted, in an order that never lets two of them take
/// writes because of it; pure.
package struct FlagPlan: Sendable {
  package let steps: [FlagStep]
  /// What is wanted and not brought about, with what a person can do.
  package let left: [Left]

  package struct Left: Sendable, Equatable {
    package let address: ServerAddress
    package let name: String
    /// What stays as it is, and what to do about it.
    package let reason: String
    package let kind: Kind

    package enum Kind: Sendable, Equatable {
      /// The next start brings it.
      case waitsForRestart
      /// Nothing brings it.
      case open
    }
  }

  /// - Throws: `OpsError` `refused` or `privilege`, with all that stands against it; nothing may be changed then.
  package init(_ members: [FleetMember], _ persistence: Persistence) throws(OpsError) {
    try FlagRefusals(members).check()
    var draft = Draft(persistence)
    for (index, member) in members.enumerated() where member.part == .changed {
      for finding in member.findings { draft.plan(finding, member, index) }
    }
    steps = draft.ordered
    left = draft.left
    try Self.checkWriters(members, steps)
  }

  /// Plays the steps through, and looks who takes writes.
  private static func checkWriters(_ members: [FleetMember], _ steps: [FlagStep]) throws(OpsError) {
    var writers = FlagWriters(members)
    for step in steps {
      if step.opensServer, members.count == 1 { try checkSource(of: members[step.member]) }
      if step.opensServer, let other = writers.others(than: step.member).first {
        throw OpsError(
          .refused, "cannot make \(step.address) take writes",
          why: "\(members[other].address) takes writes, too: its read_only is OFF and would stay so",
          hint: members[other].part == .watched
            ? "run dbops flags apply on the whole target, or make \(members[other].address) read_only first"
            : "want read_only ON on the role \(members[other].role.rawValue), or leave it out of flags")
      }
      writers.note(step)
    }
  }
}

extension FlagPlan {
  /// A server that is looked at by itself is not let take writes while it replicates: nobody has asked its source.
  private static func checkSource(of member: FleetMember) throws(OpsError) {
    let what = "cannot make \(member.address) take writes"
    switch member.actual.replication {
    case .none, .replica(_, .stopped): return
    case .hidden(let failure): throw failure.opsError.within(what)
    case .replica(let sources, .running):
      throw OpsError(
        .refused, what,
        why:
          "it replicates from \(sources.joined(separator: " and ")), and nobody has asked whether that takes writes",
        hint: "name the target of both with --target, or stop replication on \(member.address) first")
    }
  }
}

/// Which servers of a target take writes, step by step.
struct FlagWriters: Sendable {
  private(set) var taking: [Bool]

  init(_ members: [FleetMember]) { taking = members.map(\.actual.takesWrites) }

  init(taking: [Bool]) { self.taking = taking }

  func others(than member: Int) -> [Int] { taking.indices.filter { $0 != member && taking[$0] } }

  mutating func note(_ step: FlagStep) {
    if step.opensServer { taking[step.member] = true }
    if step.closesServer { taking[step.member] = false }
  }

  mutating func noteUndone(_ step: FlagStep) {
    if step.opensServer { taking[step.member] = false }
    if step.opensServerUndone { taking[step.member] = true }
  }

  /// Nobody knows: it may take writes.
  mutating func noteUnknown(_ member: Int) { taking[member] = true }

  /// Whether taking the step back would let a second server take writes.
  func forbidsUndoing(_ step: FlagStep) -> Bool {
    step.opensServerUndone && !others(than: step.member).isEmpty
  }
}

/// A plan in the making.
private struct Draft {
  let persistence: Persistence
  private var ranked: [(rank: Rank, step: FlagStep)] = []
  var left: [FlagPlan.Left] = []

  /// In this order. What is stored for the next start alone comes first: a server that refuses it has changed nothing.
  private enum Rank: Int, Comparable {
    case storing, quieting, closing, closingWholly, consistency, replicas, primary, inconsistency,
      openingPartly,
      opening, scheduling

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  init(_ persistence: Persistence) { self.persistence = persistence }

  var ordered: [FlagStep] {
    ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.step)
  }

  mutating func plan(_ finding: FlagFinding, _ member: FleetMember, _ index: Int) {
    guard let wanted = finding.wanted, let flag = finding.actual else { return }
    switch finding.state {
    case .shown, .right, .impossible: return
    case .waitsForRestart:
      leave(flag, member, "it is stored; it comes with the next start", .waitsForRestart)
    case .wrong: change(flag, wanted, member, index)
    case .needsRestart: storeAlone(flag, wanted, member, index)
    case .lostAtRestart:
      if persistence == .wanted { store(flag, wanted, member, index) }
    case .changesAtRestart:
      if persistence == .wanted {
        store(flag, wanted, member, index)
      } else if case .stored(let stored) = flag.afterRestart {
        leave(flag, member, "\(stored) is stored for the next start: --persist changes that, too", .open)
      }
    }
  }

  private mutating func change(_ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ index: Int) {
    if persistence == .wanted, member.store == .server {
      add(.setAndStore, flag, wanted, member, index)
      return
    }
    add(.set, flag, wanted, member, index)
    if persistence == .wanted {
      store(flag, wanted, member, index)
    } else if case .stored(let stored) = flag.afterRestart, !stored.satisfies(wanted) {
      leave(flag, member, "\(stored) is stored for the next start: --persist changes that, too", .open)
    }
  }

  /// For what is in force already, or will be by another step.
  private mutating func store(_ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ index: Int) {
    switch member.store {
    // Where the value in force is right this changes nothing else, and takes one privilege less than storing alone.
    case .server: add(flag.change == .restart ? .store : .setAndStore, flag, wanted, member, index)
    case .file: write(flag, wanted, member, index)
    case .none(let why): leave(flag, member, line(flag, wanted, member, why), .open)
    }
  }

  /// For what only a restart brings.
  private mutating func storeAlone(
    _ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ index: Int
  ) {
    guard persistence == .wanted else {
      leave(flag, member, "only a restart changes it: --persist stores it for the next start", .open)
      return
    }
    let before = left.count
    switch member.store {
    case .server where FlagNames.isNeverStored(flag.name):
      let why = "the server does not store this one"
      leave(flag, member, line(flag, wanted, member, why) + ", then restart it", .open)
    case .server: add(.store, flag, wanted, member, index)
    case .file: write(flag, wanted, member, index)
    case .none(let why): leave(flag, member, line(flag, wanted, member, why) + ", then restart it", .open)
    }
    if left.count == before { leave(flag, member, "it comes with the next start", .waitsForRestart) }
  }

  private mutating func write(_ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ index: Int) {
    if case .file(let path, let outdone) = member.store, outdone.contains(flag.name) {
      leave(
        flag, member,
        "an option file read behind \(path), or the server's command line, sets it, and wins: change it there",
        .open)
    } else if flag.source == .commandLine {
      leave(
        flag, member,
        "the server is started with it on its command line, which no file outdoes: change it there",
        .open)
    } else if let form = flag.form, form.text(of: wanted) == nil {
      let why =
        form.kind == .none ? "it cannot stand in an option file" : "the server would not start with it"
      leave(flag, member, "\(wanted) cannot be stored for the next start: \(why)", .open)
    } else {
      add(.write, flag, wanted, member, index)
    }
  }

  private func line(_ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ why: String) -> String {
    "it cannot be stored from here (\(why)): write \(flag.name) = \(wanted) below [mysqld] in the server's option file"
  }

  private mutating func leave(
    _ flag: ActualFlag, _ member: FleetMember, _ reason: String, _ kind: FlagPlan.Left.Kind
  ) {
    left.append(FlagPlan.Left(address: member.address, name: flag.name, reason: reason, kind: kind))
  }

  private mutating func add(
    _ action: FlagStep.Action, _ flag: ActualFlag, _ wanted: FlagValue, _ member: FleetMember, _ index: Int
  ) {
    let step = FlagStep(action, flag, to: wanted, member: index, address: member.address)
    // A value without a form in SQL was found impossible before.
    guard let step else { return }
    ranked.append((rank(of: step, flag, member.role), step))
  }

  private func rank(of step: FlagStep, _ flag: ActualFlag, _ role: FlagRole) -> Rank {
    let opens = step.to.truth == false
    switch flag.name {
    // MySQL takes read_only along when super_read_only goes ON, and super_read_only when read_only goes OFF: each is
    // set by itself nevertheless, so that each is stored.
    case "read_only": return opens ? .opening : .closing
    case "super_read_only": return opens ? .openingPartly : .closingWholly
    // Needed before gtid_mode is ON, and as long as it is.
    case "enforce_gtid_consistency": return opens ? .inconsistency : .consistency
    // Events that write fail on a server that is read-only.
    case "event_scheduler" where flag.change != .restart: return opens ? .quieting : .scheduling
    default: break
    }
    if flag.change == .restart { return .storing }
    return role == .primary ? .primary : .replicas
  }
}
