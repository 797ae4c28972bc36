import Basics
import CommandKit
import Repository

/// `dbops status`, and `dbops` alone.
enum StatusCommand {
  static let command = Command(
    CommandSpec(
      "status", summary: "tells what is wrong, how old each target's newest backup is, and what to do next",
      discussion: """
        The same as dbops alone, but it ends with status 5 when something is wrong: a target without a backup or \
        with one older than two days, a backup that failed, is damaged or has vanished, a storage that cannot be read.
        """,
      examples: [
        CommandExample("dbops status", "Look at everything"),
        CommandExample(
          "dbops status --target shop --quiet", "For monitoring: only the problems of one target"),
      ], exits: [.differences, .configuration])
  ) { invocation, context in
    let overview = try overview(invocation, context)
    let result = show(overview, context)
    return overview.problems.isEmpty ? result : CommandResult(.differences, summary: result.summary)
  }

  static func overview(_ invocation: Invocation, _ context: CommandContext) throws -> Overview {
    guard context.hasConfiguration else { return Overview(.missing, now: .now()) }
    return try FleetReader(
      settings: try context.settings(), context: context, target: invocation[GlobalOptions.target]
    ).overview()
  }

  /// Prints the overview: problems, targets, next steps.
  static func show(_ overview: Overview, _ context: CommandContext) -> CommandResult {
    let console = context.console
    for problem in overview.problems {
      console.show("PROBLEM  \(DisplayText.harmless("\(problem.subject): \(problem.text)"))")
      console.event("alert", ["subject": .string(problem.subject), "text": .string(problem.text)])
    }
    for target in overview.targets { console.event("target", members(target, overview)) }
    let next = overview.suggestions
    if console.style.verbosity != .quiet {
      if !overview.targets.isEmpty {
        if !overview.problems.isEmpty { console.show("") }
        console.show(table(overview))
      } else if !context.hasConfiguration {
        console.show("There is no configuration yet.")
      }
      console.show("\nNext:")
      let width = next.map { DisplayText.width(of: $0.command) }.max() ?? 0
      for step in next {
        let padding = String(repeating: " ", count: width - DisplayText.width(of: step.command))
        console.show("  \(step.command)\(padding)  \(step.purpose)")
      }
    }
    return .ok([
      "targets": .int(Int64(overview.targets.count)), "problems": .int(Int64(overview.problems.count)),
      "next": .array(next.map { .string($0.command) }),
    ])
  }

  private static func table(_ overview: Overview) -> TextTable {
    var table = TextTable([
      .init("TARGET"), .init("NEWEST BACKUP", .left, .never), .init("AGE", .right), .init("STORED", .right),
      .init("VERIFIED"),
    ])
    for target in overview.targets {
      guard let newest = target.newest else {
        if case .notYet(let type) = target.support {
          table.add([target.name, "not supported yet: \(type)", "", "", ""])
        } else {
          table.add([target.name, "none", "", "", ""])
        }
        continue
      }
      table.add([
        target.name, newest.id.description,
        overview.age(of: newest).map { $0 < .seconds(1) ? "0s" : $0.text } ?? "",
        newest.facts?.stored.description ?? "", verified(target, overview),
      ])
    }
    return table
  }

  private static func verified(_ target: TargetState, _ overview: Overview) -> String {
    if target.disproof != nil { return "damaged" }
    guard let proof = target.proof else { return "never" }
    return "\(proof.level), \(overview.ago(proof.at))"
  }

  private static func members(_ target: TargetState, _ overview: Overview) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["target": .string(target.name)]
    if case .notYet(let type) = target.support { members["unsupported"] = .string(type) }
    members["damaged"] = .array(target.damaged.map { .string($0.description) })
    members["vanished"] = .array(target.vanished.map { .string($0.description) })
    guard let newest = target.newest else { return members }
    members["backup"] = .string(newest.id.description)
    members["finished"] = newest.facts.map { .string($0.finished.description) }
    members["age_seconds"] = overview.age(of: newest).map { .double($0.inSeconds) }
    members["stored_bytes"] = newest.facts.map { .int($0.stored.bytes) }
    members["verified_level"] = target.proof.map { .string($0.level) }
    members["verified_at"] = target.proof.map { .string($0.at.description) }
    return members
  }
}
