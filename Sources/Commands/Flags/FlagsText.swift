import Basics
import Flags
import MySQL

/// What the servers of one target have and should have, for people and programs.
struct FlagsText {
  private let target: String
  private let persistence: Persistence

  init(_ target: String, _ persistence: Persistence) {
    self.target = target
    self.persistence = persistence
  }

  /// Shows all flags of one server.
  func show(_ member: FleetMember, on console: Console) {
    var table = TextTable([
      .init("FLAG", .left, .never), .init("VALUE"), .init("WANTED"), .init("AFTER RESTART"), .init("FROM"),
      .init("STATE"),
    ])
    for finding in member.findings {
      table.add([
        finding.name, value(finding), finding.wanted?.description ?? "", afterRestart(finding),
        source(finding),
        state(finding),
      ])
      console.event("flag", members(finding, member))
    }
    console.show(heading(member))
    console.show(table)
    let notes = remarks(member) + differences(member).flatMap { hints($0, member) }
    for note in notes { console.show("  \(note)") }
  }

  /// The differences of one server, as rows of one table.
  func addDifferences(_ member: FleetMember, to table: inout TextTable, _ console: Console) {
    for finding in differences(member) {
      table.add([
        target, member.address.description, member.role.rawValue, finding.name, value(finding),
        finding.wanted?.description ?? "", afterRestart(finding), state(finding),
      ])
      console.event("flag", members(finding, member))
    }
  }

  static let differenceColumns: [TextTable.Column] = [
    .init("TARGET"), .init("SERVER", .left, .never), .init("ROLE"), .init("FLAG", .left, .never),
    .init("VALUE"),
    .init("WANTED"), .init("AFTER RESTART"), .init("STATE"),
  ]

  func differences(_ member: FleetMember) -> [FlagFinding] {
    member.findings.filter { $0.isDrift(persistence) }
  }

  /// What stands against the server's role, and what its differences need.
  func complaints(_ member: FleetMember) -> [String] {
    var lines: [String] = []
    if let contradiction = member.contradiction {
      lines.append(
        "\(member.address) is a \(member.role.rawValue) in the configuration, but \(contradiction.what); "
          + contradiction.remedy)
    }
    if case .hidden(let failure) = member.actual.replication {
      lines.append(
        "\(member.address): whether it replicates cannot be told: \(failure.description)")
    }
    for finding in differences(member) where !finding.remark.isEmpty {
      lines.append("\(member.address) \(finding.name): \(finding.remark)")
    }
    return lines
  }

  private func heading(_ member: FleetMember) -> String {
    let writes = member.actual.takesWrites ? "takes writes" : "read-only"
    return
      "\(target) \(member.role.rawValue) \(member.address)  \(member.actual.server), \(writes), \(replication(member))"
  }

  private func replication(_ member: FleetMember) -> String {
    switch member.actual.replication {
    case .none: "replicates from nowhere"
    case .replica(let sources, let threads):
      "replicates from \(sources.joined(separator: " and "))" + (threads == .stopped ? ", stopped" : "")
    case .hidden: "replication cannot be seen"
    }
  }

  private func remarks(_ member: FleetMember) -> [String] {
    var lines = member.findings.filter { !$0.remark.isEmpty }.map { "\($0.name): \($0.remark)" }
    if let contradiction = member.contradiction {
      lines.append(
        "role: a \(member.role.rawValue) in the configuration, but \(contradiction.what); \(contradiction.remedy)"
      )
    }
    if case .hidden(let failure) = member.actual.replication {
      lines.append("replication: \(failure.description)")
    }
    if member.roleOrigin == .itself {
      lines.append("role: taken from what the server says; --role says otherwise")
    }
    return lines
  }

  private func hints(_ finding: FlagFinding, _ member: FleetMember) -> [String] {
    guard persistence == .wanted, case .none(let why) = member.store, let wanted = finding.wanted else {
      return []
    }
    return [
      "\(finding.name) = \(wanted): has to be written into the server's option file by hand, for \(why)"
    ]
  }

  private func value(_ finding: FlagFinding) -> String { finding.actual?.value.description ?? "not there" }

  private func afterRestart(_ finding: FlagFinding) -> String {
    switch finding.actual?.afterRestart {
    case .same: "as now"
    case .stored(let value): value.description
    case .unknown, nil: "?"
    }
  }

  private func source(_ finding: FlagFinding) -> String {
    switch finding.actual?.source {
    case .compiled: "default"
    case .file(let path): path.isEmpty ? "option file" : path
    case .commandLine: "command line"
    case .persisted: "stored by SET PERSIST"
    case .runtime: "set while running"
    case .automatic: "chosen at start"
    case .unknown, nil: "?"
    }
  }

  private func state(_ finding: FlagFinding) -> String {
    switch finding.state {
    case .shown: ""
    case .right: "ok"
    case .lostAtRestart: persistence == .wanted ? "lost at a restart" : "ok"
    case .changesAtRestart: "other after a restart"
    case .wrong: "differs"
    case .waitsForRestart: "waits for a restart"
    case .needsRestart: "differs, needs a restart"
    case .impossible: "impossible"
    }
  }

  private func members(_ finding: FlagFinding, _ member: FleetMember) -> [String: JSONValue] {
    var after: JSONValue = .null
    switch finding.actual?.afterRestart {
    case .same: after = finding.actual.map { .string($0.value.text) } ?? .null
    case .stored(let value): after = .string(value.text)
    case .unknown, nil: break
    }
    return [
      "target": .string(target), "server": .string(member.address.description),
      "role": .string(member.role.rawValue), "flag": .string(finding.name),
      "value": finding.actual.map { .string($0.value.text) } ?? .null,
      "wanted": finding.wanted.map { .string($0.text) } ?? .null, "after_restart": after,
      "from": .string(source(finding)), "state": .string(Self.word(finding.state)),
      "differs": .bool(finding.isDrift(persistence)), "remark": .string(finding.remark),
    ]
  }

  private static func word(_ state: FlagFinding.State) -> String {
    switch state {
    case .shown: "shown"
    case .right: "right"
    case .lostAtRestart: "lost_at_restart"
    case .changesAtRestart: "changes_at_restart"
    case .wrong: "wrong"
    case .waitsForRestart: "waits_for_restart"
    case .needsRestart: "needs_restart"
    case .impossible: "impossible"
    }
  }
}
