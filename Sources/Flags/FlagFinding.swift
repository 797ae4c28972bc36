import MySQL

/// One variable of one server: what is wanted, what is there, and what follows.
package struct FlagFinding: Sendable, Equatable {
  /// As the server calls it, or as the configuration does where the server does not know it.
  package let name: String
  /// Nil for what is only shown.
  package let wanted: FlagValue?
  package let origin: WantedFlags.Origin?
  /// Nil where the server does not know it.
  package let actual: ActualFlag?
  package let state: State
  /// What else a reader should know; empty for nothing.
  package var remark = ""

  package enum State: Sendable, Equatable {
    /// Nothing is wanted.
    case shown
    /// As wanted, and known to stay so, or not looked at.
    case right
    /// As wanted now, but not known to be so after a restart.
    case lostAtRestart
    /// As wanted now, and known to be something else after a restart.
    case changesAtRestart
    /// Not as wanted, and can be set.
    case wrong
    /// Not as wanted; a restart brings it, because it is stored.
    case waitsForRestart
    /// Not as wanted; it cannot be set while the server runs, and is not stored either.
    case needsRestart
    /// The server has no such variable, or it can have no such value; the remark says what to do.
    case impossible
  }

  /// Whether this is a difference to what is wanted.
  ///
  /// - Parameter persistence: Whether what is not known to survive a restart counts.
  package func isDrift(_ persistence: Persistence) -> Bool {
    switch state {
    case .shown, .right: false
    case .lostAtRestart: persistence == .wanted
    case .changesAtRestart, .wrong, .waitsForRestart, .needsRestart, .impossible: true
    }
  }
}

/// Whether values are to outlive the server's next start.
package enum Persistence: Sendable { case wanted, ignored }

/// Holds what is wanted against what is there; pure.
package struct FlagComparison: Sendable {
  private let wanted: WantedFlags
  private let role: FlagRole
  private let actual: ServerFlags

  package init(_ wanted: WantedFlags, _ role: FlagRole, _ actual: ServerFlags) {
    self.wanted = wanted
    self.role = role
    self.actual = actual
  }

  /// The variables wanted, in the order of the configuration, and behind them those only shown.
  package var findings: [FlagFinding] {
    var findings: [FlagFinding] = []
    var names: Set<String> = []
    for entry in wanted.entries {
      guard let finding = finding(for: entry, beside: findings) else { continue }
      names.insert(finding.name)
      findings.append(finding)
    }
    for watched in BuiltInFlags.watched where watched.roles.contains(role) {
      guard case .known(let name) = resolve(watched.name), !names.contains(name),
        !names.contains(where: { FlagNames.areTwins($0, name) })
      else { continue }
      var finding = FlagFinding(
        name: name, wanted: nil, origin: nil, actual: actual[name], state: .shown)
      if let advice = watched.advice, let flag = actual[name], !flag.meets(advice.value) {
        finding.remark = "\(advice.value) is safest: \(advice.otherwise)"
      }
      findings.append(finding)
    }
    return findings
  }

  private func resolve(_ name: String) -> FlagNames.Resolved {
    FlagNames.resolve(name, on: actual.server, known: actual.flags.keys)
  }

  /// Nil for what is built in and does not exist on this server.
  private func finding(for entry: WantedFlags.Entry, beside others: [FlagFinding]) -> FlagFinding? {
    func impossible(_ remark: String, _ flag: ActualFlag? = nil) -> FlagFinding {
      FlagFinding(
        name: flag?.name ?? entry.name, wanted: entry.value, origin: entry.origin, actual: flag,
        state: .impossible, remark: remark)
    }
    guard !FlagNames.isPersonal(entry.name) else {
      return impossible("this belongs to one server, not to a role: take it out of flags")
    }
    switch resolve(entry.name) {
    case .unknown where entry.origin == .builtIn: return nil
    case .unknown(let remedy):
      return impossible("\(actual.server) has no such variable" + (remedy.isEmpty ? "" : "; \(remedy)"))
    case .known(let name):
      guard let flag = actual[name] else { return nil }
      if let other = others.first(where: { FlagNames.areTwins($0.name, name) || $0.name == name }),
        other.wanted != entry.value
      {
        return impossible("it is wanted twice, under both of its names: leave one out", flag)
      }
      if let reason = unfit(entry.value, flag) ?? unpaired(entry.value, flag) {
        return impossible(reason, flag)
      }
      var finding = FlagFinding(
        name: name, wanted: entry.value, origin: entry.origin, actual: flag, state: state(flag, entry.value))
      if name != entry.name { finding.remark = "written as \(entry.name) in the configuration" }
      return finding
    }
  }

  /// Why the server cannot be given this value.
  private func unfit(_ wanted: FlagValue, _ flag: ActualFlag) -> String? {
    guard !flag.meets(wanted) else { return nil }
    if flag.name == "gtid_mode", let step = FlagNames.gtidStep(from: flag.value, to: wanted) {
      return
        "gtid_mode goes one step at a time, on all servers before the next: want \(step) first, and see that it is everywhere"
    }
    if wanted.assigned(inPlaceOf: flag.value) == nil {
      return
        "a number cannot be told from the server's words: write the value as the server shows it, such as "
        + flag.value.description
    }
    if wanted.text.unicodeScalars.contains(where: { $0.value < 32 }) {
      return "the value holds control characters"
    }
    return nil
  }

  /// Why the two read-only variables cannot be had so: each takes the other along one way.
  private func unpaired(_ wanted: FlagValue, _ flag: ActualFlag) -> String? {
    func other(_ name: String) -> FlagValue? { self.wanted.entries.first { $0.name == name }?.value }
    if flag.name == "super_read_only", wanted.truth == true, other("read_only")?.truth != true {
      return "super_read_only ON makes read_only ON, too: want that as well"
    }
    let superState = actual["super_read_only"]?.value.truth
    if flag.name == "read_only", wanted.truth == false, superState == true, other("super_read_only") == nil {
      return "read_only OFF makes super_read_only OFF, too: want that as well"
    }
    return nil
  }

  private func state(_ flag: ActualFlag, _ wanted: FlagValue) -> FlagFinding.State {
    if flag.meets(wanted) {
      return switch flag.keeps(wanted) {
      case .some(true): .right
      case .some(false): .changesAtRestart
      case .none: .lostAtRestart
      }
    }
    guard flag.change == .restart else { return .wrong }
    return flag.keeps(wanted) == true ? .waitsForRestart : .needsRestart
  }
}
