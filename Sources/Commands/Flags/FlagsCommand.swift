import Basics
import CommandKit
import Flags
import MySQL

/// `dbops flags` and what it can do.
enum FlagsCommand {
  static let command = Command(
    group: CommandSpec(
      "flags", summary: "shows and sets the server variables that make a server a primary or a replica",
      discussion: """
        What is wanted stands below flags of a target, for each role. Without it a primary is wanted to have read_only \
        and super_read_only OFF, a replica to have both ON.
        """,
      examples: [
        CommandExample("dbops flags show --target shop", "What all servers of shop have"),
        CommandExample(
          "dbops flags diff", "What differs from what is wanted, on all targets; exit 5 if anything does"),
        CommandExample(
          "dbops flags apply --target shop --persist --execute", "Set it right, also for the next start"),
      ]), [show, diff, apply])

  private static let sections = [
    OptionSection("Options", [FlagsOptions.role, FlagsOptions.persist]), FlagsOptions.connection,
  ]

  private static let show = Command(
    CommandSpec(
      "show", summary: "shows the flags of each server, what is wanted, and what a restart would bring",
      examples: [
        CommandExample("dbops flags show", "Those of all targets"),
        CommandExample("dbops flags show --target shop --host db-r1.internal", "Those of one server"),
        CommandExample(
          "dbops flags show --host db9.internal --user dbops --ask-password --role replica",
          "Those of a server that is in no configuration, held against what a replica should have"),
      ],
      sections: sections, rules: FlagsOptions.rules, exits: [.privilege, .notFound])
  ) { invocation, context in
    var servers: Int64 = 0
    var differences: Int64 = 0
    try await look(invocation, context) { text, members in
      for member in members where member.part == .changed {
        if servers > 0 { context.console.show("\n") }
        text.show(member, on: context.console)
        servers += 1
        differences += Int64(text.differences(member).count)
      }
    }
    return .ok(["servers": .int(servers), "differences": .int(differences)])
  }

  private static let diff = Command(
    CommandSpec(
      "diff", summary: "shows where servers differ from what is wanted; exit 5 if any does",
      discussion: """
        A flag that waits for a restart differs until that restart. With --persist, a flag that is right now but is not \
        known to be so after a restart differs, too.
        """,
      examples: [
        CommandExample("dbops flags diff", "All targets"),
        CommandExample(
          "dbops flags diff --target shop --persist", "Whether shop would be right after a restart, too"),
      ],
      sections: sections, rules: FlagsOptions.rules, exits: [.privilege, .differences, .notFound])
  ) { invocation, context in
    var table = TextTable(FlagsText.differenceColumns)
    var complaints: [String] = []
    var contradictions = 0
    var servers: Int64 = 0
    try await look(invocation, context) { text, members in
      for member in members where member.part == .changed {
        text.addDifferences(member, to: &table, context.console)
        complaints += text.complaints(member)
        contradictions += member.contradiction == nil ? 0 : 1
        servers += 1
      }
    }
    let differences = table.rows.count + contradictions
    if !table.rows.isEmpty { context.console.show(table) }
    for complaint in complaints { context.console.show(complaint) }
    if differences == 0 {
      context.console.show("no differences on \(servers) \(servers == 1 ? "server" : "servers")")
    }
    return CommandResult(
      differences == 0 ? .ok : .differences,
      summary: ["servers": .int(servers), "differences": .int(Int64(differences))])
  }

  private static let apply = Command(
    CommandSpec(
      "apply", summary: "sets the flags that differ: shows its plan, acts with --execute",
      discussion: """
        Servers are made read-only before any is let take writes, and no second server of a target is ever let take \
        writes. Every change is read back. When one fails, those before it are taken back, last first. Killed at any \
        moment, the same command finishes the work.

        With --persist, flags are stored for the next start, too: by MySQL 8.0 and newer itself, for MariaDB in an \
        option file of dbops where the server runs on this machine. What only a restart changes is stored, and named.
        """,
      examples: [
        CommandExample("dbops flags apply --target shop", "See what would be done"),
        CommandExample(
          "dbops flags apply --execute --persist", "Set all targets right, also for the next start"),
        CommandExample(
          "dbops flags apply --target shop --host db-r1.internal --role primary --execute",
          "Let db-r1 take writes; refused while another server of shop does"),
      ],
      sections: [
        OptionSection(
          "Options", [FlagsOptions.execute, FlagsOptions.persist, FlagsOptions.role, FlagsOptions.lockWait]),
        FlagsOptions.connection,
      ],
      rules: FlagsOptions.rules,
      exits: [.privilege, .differences, .notFound, .locked, .refused, .aborted, .unknown])
  ) { invocation, context in
    let work = FlagsWork(invocation, context)
    return try await Journal(context).run(
      "flags apply", target: invocation[GlobalOptions.target] ?? "", by: Operator.name(context)
    ) { tell in
      try await work.run(tell)
    }
  }

  /// Asks the servers of each target, and gives those that answered to `tell`.
  ///
  /// - Throws: At the end, why the first server that did not answer could not be asked.
  private static func look(
    _ invocation: Invocation, _ context: CommandContext, _ tell: (FlagsText, [FleetMember]) -> Void
  ) async throws {
    var failures: [OpsError] = []
    for fleet in try FlagsChoice(invocation, context).fleets() {
      let answers = await fleet.read()
      await fleet.close()
      var members: [FleetMember] = []
      for answer in answers {
        switch answer.result {
        case .success(let member): members.append(member)
        case .failure(let error):
          failures.append(error)
          context.console.warn("\(fleet.name): \(error.message)")
        }
      }
      tell(FlagsText(fleet.name, FlagsWork.persistence(invocation)), members)
    }
    if let first = failures.first { throw first }
  }
}
