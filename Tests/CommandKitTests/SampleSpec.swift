import Basics
import CommandKit

/// A small program with every kind of option and argument.
enum Sample {
  enum Engine: String, Sendable, CaseIterable {
    case logical, physical, snapshot
  }

  static let config = Option("config", value: .file(), help: "Configuration file.").short("c")
  static let target = Option(
    "target", value: .string("NAME").completed(by: .dynamic("targets")), help: "Target to work on."
  ).short("t")
  static let json = Option(flag: "json", help: "Print JSON.")
  static let verbose = Option(counting: "verbose", help: "Say more.").short("v")
  static let yes = Option(flag: "yes", help: "Answer with yes.").short("y")

  static let engine = Option(
    "engine", value: .choice(of: Engine.self), default: .logical, help: "How the data is taken.")
  static let threads = Option("threads", value: .int(1...64), default: 4, help: "Connections used.")
  static let databases = Option("databases", list: .string("NAME"), help: "Databases to take.")
  static let limit = Option("limit", value: .byteCount(), default: .mebibytes(64), help: "Memory used.")
  static let maxLag = Option("max-lag", value: .duration(), default: .seconds(30), help: "Lag tolerated.")
  static let since = Option("since", value: .timestamp(), help: "Only what is newer.")
  static let subset = Option("subset", value: .percentage(), help: "Share that is checked.")
  static let ratio = Option("nice-ratio", value: .number(0...100), default: 0, help: "Sleep per work.")
  static let rename = Option("rename", repeating: .string("A=B"), help: "New names.")
  static let password = Option("password", value: .secret(), help: "The password.").aliases("pass")
  static let sync = Option(reversible: "sync", default: true, help: "Force writes to the disk.")
  static let skip = Option(flag: "skip-check", help: "Check nothing.")
  static let debug = Option(flag: "debug-dump", help: "For tests.").hidden()
  static let output = Option("output", value: .directory(), help: "Folder to write to.")

  static let identifier = Argument("ID", value: .string("ID"), help: "The backup.")
  static let files = Argument(repeating: "FILE", value: .file(), minimum: 1, help: "Files to read.")
  static let level = Argument(optional: "LEVEL", value: .int(0...9), help: "How hard to try.")

  static let backup = CommandSpec(
    "backup", summary: "backs a target up now",
    discussion: """
      Takes a consistent copy of the target, reads it back, and only then lists it. A paragraph that is \
      long enough to be broken into several lines at any width.

        dbops: kept as it is,    with its blanks

      A second paragraph.
      """,
    examples: [
      CommandExample("tool backup --target shop", "Back up the target shop"),
      CommandExample("tool backup -t shop --engine=physical --threads 8", "With the server's own files"),
    ],
    options: [engine, threads, databases, limit, maxLag, sync, skip, debug],
    sections: [OptionSection("Connection", [password])],
    rules: [.exclusive([skip, sync]), .requires(limit, threads)],
    exits: [.locked, .partial])

  static let show = CommandSpec(
    "show", summary: "shows one backup", arguments: [identifier, level])
  static let backups = CommandSpec(
    "backups", summary: "lists backups", options: [since], subcommands: [show])
  static let check = CommandSpec(
    "check", summary: "checks files", arguments: [files], options: [subset, ratio, rename, output],
    rules: [.oneOf([subset, output])])

  static let configuration: CommandSpec = {
    var spec = CommandSpec(
      "config", summary: "works on the configuration",
      subcommands: [CommandSpec("show", summary: "prints the configuration"), check])
    spec.role = .group
    return spec
  }()

  /// Takes long options with a single dash.
  static let alter: CommandSpec = {
    var spec = CommandSpec("alter", summary: "changes a table", options: [threads, skip, password])
    spec.dialect = .singleDash
    return spec
  }()

  static let root: CommandSpec = {
    var hidden = CommandSpec("secret-command", summary: "is not shown")
    hidden.visibility = .hidden
    return CommandSpec(
      "tool", summary: "does things", discussion: "A program for tests.",
      inherited: [OptionSection("Global options", [config, target, json, verbose, yes])],
      subcommands: [backup, backups, configuration, alter, hidden])
  }()

  static func parse(_ line: String...) throws -> Invocation {
    switch try CommandParser(root).parse(line) {
    case .run(let invocation): return invocation
    case .help: throw OpsError(.failed, "asked for help")
    }
  }

  /// The error of a line that must not be understood.
  static func refusal(_ line: String...) -> OpsError? {
    do throws(OpsError) {
      _ = try CommandParser(root).parse(line)
      return nil
    } catch {
      return error
    }
  }
}
