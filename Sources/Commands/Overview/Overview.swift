import Basics
import Repository

/// How the fleet is doing: what is wrong, each target's newest backup, and what to do next. Decides nothing else.
package struct Overview: Sendable, Equatable {
  /// A command that would be good to run now, and what for.
  package struct Suggestion: Sendable, Equatable {
    package let command: String
    package let purpose: String
  }

  /// One thing that is wrong.
  package struct Problem: Sendable, Equatable {
    /// The target or storage.
    package let subject: String
    package let text: String
  }

  /// Older backups are a problem.
  static let staleAfter: Duration = .seconds(2 * 86_400)

  private let configuration: Configuration
  package let targets: [TargetState]
  private let troubles: [StorageTrouble]
  private let now: Timestamp

  package enum Configuration: Sendable, Equatable { case missing, present }

  /// - Parameter now: The moment from which ages are told.
  package init(
    _ configuration: Configuration, targets: [TargetState] = [], troubles: [StorageTrouble] = [],
    now: Timestamp
  ) {
    self.configuration = configuration
    self.targets = targets
    self.troubles = troubles
    self.now = now
  }

  /// Everything that is wrong, what threatens most first.
  package var problems: [Problem] {
    let storages = troubles.map { Problem(subject: "storage \($0.name)", text: $0.error.message) }
    let checks: [(TargetState) -> String?] = [lossText, failureText, absenceText, stalenessText]
    return storages
      + checks.flatMap { check in
        targets.compactMap { target in check(target).map { Problem(subject: target.name, text: $0) } }
      }
  }

  /// At most three, the most urgent first.
  package var suggestions: [Suggestion] {
    var found: [Suggestion] = []
    for suggestion in candidates where !found.contains(where: { $0.command == suggestion.command }) {
      found.append(suggestion)
      if found.count == 3 { break }
    }
    return found
  }

  /// How long ago the backup was finished; nil when it is not known.
  package func age(of entry: CatalogEntry) -> Duration? { entry.facts.map { since($0.finished) } }

  /// `3h12m ago` or `just now`.
  package func ago(_ moment: Timestamp) -> String {
    let age = since(moment)
    return age < .seconds(1) ? "just now" : "\(age.text) ago"
  }

  /// How long ago the moment was, in whole seconds; a clock that was set back gives zero.
  package func since(_ moment: Timestamp) -> Duration {
    .seconds(max(0, now.microseconds - moment.microseconds) / 1_000_000)
  }
}

extension Overview {
  private func lossText(_ target: TargetState) -> String? {
    if let newest = target.newest, let bad = target.disproof {
      return
        "its newest backup \(newest.id) is damaged: verification at level \(bad.level) found \(bad.problems) problems"
    }
    if !target.damaged.isEmpty { return "damaged backups: \(Self.list(target.damaged))" }
    if !target.vanished.isEmpty { return "vanished backups: \(Self.list(target.vanished))" }
    return nil
  }

  private static func list(_ ids: [BackupID]) -> String {
    let shown = ids.prefix(3).map(\.description).joined(separator: ", ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }

  private func failureText(_ target: TargetState) -> String? {
    guard let run = target.lastRun, let exit = run.exitCode, exit != 0, let finished = run.finished else {
      return nil
    }
    return "its last backup failed \(ago(finished)) (exit \(exit)): \(run.summary)"
  }

  private func absenceText(_ target: TargetState) -> String? {
    target.newest == nil && target.support == .full ? "has no backup" : nil
  }

  private func stalenessText(_ target: TargetState) -> String? {
    guard target.support == .full, let age = target.newest.flatMap(age), age > Self.staleAfter else {
      return nil
    }
    return "its newest backup is \(age.text) old"
  }
}

extension Overview {
  private var candidates: [Suggestion] {
    guard configuration == .present else { return Self.firstSteps }
    let own = targets.filter { $0.support == .full }
    let isHomeless = troubles.contains { $0.error.code == .notFound }
    let home =
      isHomeless ? [Suggestion(command: "dbops init", purpose: "make the repository that is missing")] : []
    return home + own.compactMap(diagnosis) + own.compactMap(backup) + own.compactMap(verification)
      + own.compactMap(rehearsal) + idle(own)
  }

  private static let firstSteps = [
    Suggestion(
      command: "dbops init --name shop --host HOST --user USER --path /backup/dbops",
      purpose: "write a configuration, make keys and a repository"),
    Suggestion(command: "dbops --help", purpose: "see all commands"),
    Suggestion(command: "dbops backup --help", purpose: "see what a backup is and which options it takes"),
  ]

  private func diagnosis(_ target: TargetState) -> Suggestion? {
    failureText(target).map { _ in
      Suggestion(
        command: "dbops doctor --target \(target.name)", purpose: "find out why its last backup failed")
    }
  }

  private func backup(_ target: TargetState) -> Suggestion? {
    let reason =
      absenceText(target).map { _ in "make its first backup" }
      ?? lossText(target).map { _ in "make a good backup" }
      ?? stalenessText(target).map { _ in "make a fresh backup" }
    return reason.map { Suggestion(command: "dbops backup --target \(target.name)", purpose: $0) }
  }

  private func verification(_ target: TargetState) -> Suggestion? {
    guard target.newest != nil, target.proof.map({ $0.level == "manifest" }) ?? true else { return nil }
    return Suggestion(
      command: "dbops verify latest --target \(target.name)",
      purpose: "prove that its newest backup can be read")
  }

  private func rehearsal(_ target: TargetState) -> Suggestion? {
    guard target.newest != nil, target.proof?.level == "data" else { return nil }
    return Suggestion(
      command: "dbops verify latest --target \(target.name) --level restore",
      purpose: "prove that its newest backup restores")
  }

  private func idle(_ own: [TargetState]) -> [Suggestion] {
    let name = own.first?.name
    let restore = name.map {
      Suggestion(
        command: "dbops restore --target \($0) --into TARGET",
        purpose: "see what a restore would do; it changes nothing")
    }
    return [Suggestion(command: "dbops doctor", purpose: "check servers, privileges, keys and storages")]
      + [restore].compactMap { $0 } + [Suggestion(command: "dbops backups", purpose: "see all backups")]
  }
}
