import Basics
import MySQL
import Replication

/// Something that a look at the servers has found before a switchover.
package struct SwitchoverFinding: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Nothing may be changed.
    case refusal
    /// People should know.
    case warning
  }

  package let kind: Kind
  /// The server's address.
  package let server: String
  /// What is wrong, as a clause behind the server's name.
  package let text: String
  package let hint: String

  package init(_ kind: Kind, _ server: String, _ text: String, hint: String = "") {
    self.kind = kind
    self.server = server
    self.text = text
    self.hint = hint
  }
}

/// How much a switchover bears.
package struct SwitchoverLimits: Sendable, Equatable {
  /// How far behind the candidate may be when it begins.
  package var lag = Duration.seconds(10)
  /// How long a transaction of the primary may have been open.
  package var transaction = Duration.seconds(10)
  /// How long it may take to come as close as `closeness`, while the primary is still written to.
  package var approach = Duration.seconds(60)
  /// The candidate is close enough when it has what the primary had so long ago.
  package var closeness = Duration.milliseconds(500)
  /// How long the candidate is waited for while nobody can write.
  package var catchUp = Duration.seconds(10)
  /// How long the primary's writers may hold up its becoming read-only; others wait behind that.
  package var lockWait = Duration.seconds(5)

  package init() {}
}

/// Looks whether a switchover can be begun. Pure: what the servers told comes in, findings go out.
package struct SwitchoverChecks: Sendable {
  private let cast: SwitchoverCast
  private let plan: SwitchoverPlan
  private let facts: [ServerAddress: SwitchoverFacts]
  private let errant: [ServerAddress: String]
  private let limits: SwitchoverLimits

  /// - Parameter errant: Transactions that a server has and none above it, where there are any.
  package init(
    _ cast: SwitchoverCast, _ plan: SwitchoverPlan, facts: [ServerAddress: SwitchoverFacts],
    errant: [ServerAddress: String], _ limits: SwitchoverLimits
  ) {
    self.cast = cast
    self.plan = plan
    self.facts = facts
    self.errant = errant
    self.limits = limits
  }

  package var findings: [SwitchoverFinding] {
    // Where the primary is lost, and behind the turn, waiting mends nothing.
    if cast.lost != nil { return broken + likeness + log + unseen }
    return (plan.steps.contains(.open) ? state + likeness + log + busy : likeness + log) + unseen
  }

  /// Where a server takes writes, none that is silent does. Where none does, an earlier run may have opened a silent one.
  private var unseen: [SwitchoverFinding] {
    let isCertain =
      !plan.steps.contains(.open) || cast.primary?.facts?.isWritable == true || cast.lost != nil
    return cast.silent.map { member in
      var reason = "does not answer"
      if case .silent(let text) = member.state { reason = text }
      guard !isCertain, member.configured != .none else {
        return .init(
          .warning, member.name, reason,
          hint: "whatever it replicates, it goes on to do so when it comes back")
      }
      return .init(
        .refusal, member.name, "\(reason); an earlier run may have let it take writes",
        hint: "start it, or take it out of the configuration if it is gone for good")
    }
  }

  /// Without the primary nobody reaches it. What was fetched must be applied nevertheless.
  private var broken: [SwitchoverFinding] {
    guard let channel = cast.candidateChannel else { return [] }
    let filtered = channel.filters.map {
      SwitchoverFinding(
        .refusal, cast.candidate.name, "does not replicate everything: \($0)", hint: "choose another one")
    }
    guard channel.sql == .stopped else { return filtered }
    let why = channel.sqlFailure.map { ": \($0)" } ?? ""
    return filtered + [
      .init(
        .refusal, cast.candidate.name, "does not apply what it has fetched: its SQL thread is stopped\(why)",
        hint: "mend that and start it, or choose another one")
    ]
  }

  // MARK: The candidate's state

  private var state: [SwitchoverFinding] {
    let name = cast.candidate.name
    var found: [SwitchoverFinding] = []
    if let channel = cast.candidateChannel {
      if let fault = channel.fault {
        found.append(
          .init(.refusal, name, "does not replicate: \(fault)", hint: "set its replication going first"))
      }
      if channel.delay > .zero {
        found.append(
          .init(
            .refusal, name, "is meant to stay \(channel.delay.text) behind",
            hint: "choose another one, or set its delay to 0"))
      }
      if let seconds = channel.secondsBehind, .seconds(seconds) > limits.lag {
        found.append(
          .init(
            .refusal, name, "is \(seconds) s behind",
            hint: "wait, or allow more with --max-lag; 'dbops lag' shows it"))
      }
      found += channel.filters.map {
        .init(.refusal, name, "does not replicate everything: \($0)", hint: "choose another one")
      }
    }
    for member in [cast.primary, cast.candidate].compactMap({ $0 }) {
      found += (member.facts?.logFilters ?? []).map {
        .init(
          .refusal, member.name, "leaves databases out of its log: \($0)",
          hint: "remove that option and restart it")
      }
    }
    found += cast.members.compactMap { member in
      guard let text = errant[member.address], !text.isEmpty else { return nil }
      return .init(
        member.address == cast.candidate.address ? .refusal : .warning, member.name,
        "has transactions that the primary never had: \(text)",
        hint: "they would spread; compare the data, then build it anew or make the primary know them")
    }
    return found + followers
  }

  private var followers: [SwitchoverFinding] {
    zip(cast.others, cast.channels).compactMap { other, channel in
      guard let fault = channel.fault else {
        guard let seconds = channel.secondsBehind, .seconds(seconds) > limits.lag else { return nil }
        return .init(
          plan.mode == .places ? .refusal : .warning, other.name, "is \(seconds) s behind",
          hint: plan.mode == .places ? "it must stand where the primary ends: wait" : "it goes on to catch up"
        )
      }
      return .init(
        plan.mode == .places ? .refusal : .warning, other.name, "does not replicate: \(fault)",
        hint: plan.mode == .places
          ? "set its replication going first: it must stand where the primary ends"
          : "it will be moved all the same")
    }
  }

  // MARK: Whether they can live together

  private var likeness: [SwitchoverFinding] {
    guard let candidate = cast.candidate.facts else { return [] }
    var found: [SwitchoverFinding] = []
    for member in cast.members where member.address != cast.candidate.address {
      guard let facts = member.facts else { continue }
      let name = member.name
      if facts.server.flavour != candidate.server.flavour {
        found.append(.init(.refusal, name, "is \(facts.server), the candidate \(candidate.server)"))
      } else if facts.server.version.release < candidate.server.version.release {
        found.append(
          .init(
            .refusal, name, "is \(facts.server), and cannot replicate \(candidate.server), which is newer",
            hint: "upgrade \(name) first"))
      }
      if facts.lowerCase != candidate.lowerCase {
        found.append(
          .init(
            .refusal, name,
            "has lower_case_table_names \(facts.lowerCase), the candidate \(candidate.lowerCase)",
            hint: "names of tables mean different things there: build one of them anew"))
      }
      if facts.serverID == candidate.serverID {
        found.append(
          .init(
            .refusal, name, "has the candidate's server_id \(facts.serverID)",
            hint: "give each server one of its own"))
      }
      if let there = facts.logFormat, let here = candidate.logFormat, there != here {
        found.append(.init(.warning, name, "logs as \(there), the candidate as \(here)"))
      }
    }
    return found
  }

  // MARK: The candidate's log

  private var log: [SwitchoverFinding] {
    guard let candidate = cast.candidate.facts else { return [] }
    let name = cast.candidate.name
    var found: [SwitchoverFinding] = []
    if case .socket = cast.candidateAddress, cast.primary != nil || !cast.others.isEmpty {
      found.append(
        .init(
          .refusal, name, "is reached through a socket, by which others cannot replicate it",
          hint: "set report_host on it, or name it by host and port in the configuration"))
    }
    if candidate.logFormat == nil {
      found.append(
        .init(
          .refusal, name, "has no binary log that others could replicate", hint: "set log_bin and restart it")
      )
    } else if !candidate.logsReplicated, plan.mode == .identifiers {
      found.append(
        .init(
          .refusal, name, "does not log what it replicates: others would lack it",
          hint: "set log_replica_updates (log_slave_updates) and restart it"))
    }
    guard let purged = facts[cast.candidate.address]?.purged, !purged.isEmpty, plan.mode == .identifiers
    else {
      return found
    }
    for other in cast.others {
      guard case .mysql(let executed)? = other.facts?.executed, !executed.contains(purged) else { continue }
      found.append(
        .init(
          .refusal, other.name,
          "lacks transactions that \(name) no longer has in its log: \(purged.subtracting(executed))",
          hint: "let it catch up from the primary first, or build it anew"))
    }
    return found
  }

  // MARK: Who would be disturbed

  private var busy: [SwitchoverFinding] {
    var found: [SwitchoverFinding] = []
    if let primary = cast.primary, let there = facts[primary.address] {
      if let oldest = there.transactions.max(by: { $0.age < $1.age }) {
        let count = there.transactions.count
        found.append(
          .init(
            .refusal, primary.name,
            "has \(count == 1 ? "a transaction" : "\(count) transactions") open for up to \(oldest.age.text), of session \(oldest.session)",
            hint: "it would be lost: wait, end it, or allow more with --max-transaction"))
      }
      if there.waitsForReplicas, facts[cast.candidate.address]?.waitsForReplicas == false {
        found.append(
          .init(
            .warning, primary.name,
            "waits for replicas before it tells of a commit (semi-sync), the candidate is not set up for it",
            hint: "set rpl_semi_sync_source_enabled on it, below flags.primary for one"))
      }
    }
    for member in cast.members {
      guard let programs = facts[member.address]?.programs, !programs.isEmpty else { continue }
      found.append(
        .init(
          .refusal, member.name, "is used by \(programs.joined(separator: ", "))",
          hint: "let backups and schema changes end first"))
    }
    return found
  }
}

extension ServerInfo.Version {
  /// `8.4` of `8.4.3`: replication goes from a release to the same or a newer one.
  fileprivate var release: ServerInfo.Version { ServerInfo.Version(major, minor) }
}
