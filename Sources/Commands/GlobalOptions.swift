import CommandKit

/// The options that every command takes.
package enum GlobalOptions {
  package static let config = Option(
    "config", value: .file(),
    help: "Configuration file, instead of $DBOPS_CONFIG, ./dbops.yaml and the files of the user and system."
  ).short("c")
  package static let target = Option(
    "target", value: .string("NAME").completed(by: .dynamic("targets")),
    help: "Target of the configuration to work on."
  ).short("t")
  package static let json = Option(flag: "json", help: "Print one JSON object a line instead of text.")
  package static let verbose = Option(counting: "verbose", help: "Log what is done; twice for every detail.")
    .short("v")
  package static let quiet = Option(flag: "quiet", help: "Say nothing but warnings and errors.").short("q")
  package static let yes = Option(flag: "yes", help: "Answer questions with yes.").short("y")
  package static let confirm = Option(
    "confirm", value: .string("NAME"),
    help: "Confirm a destructive command by naming what it destroys or overwrites.")
  package static let noInput = Option(flag: "no-input", help: "Ask nothing: fail where a question would be.")
  package static let noColor = Option(flag: "no-color", help: "Print without colours, as NO_COLOR does.")
  package static let logFormat = Option(
    "log-format", value: .choice(of: ConsoleStyle.LogFormat.self), default: .text,
    help: "Form of the log lines on standard error.")

  package static let section = OptionSection(
    "Global options",
    [config, target, json, verbose, quiet, yes, confirm, noInput, noColor, logFormat, help])

  /// Shown only: the parser answers it.
  private static let help = Option(flag: "help", help: "Explain the command.").short("h")

  /// `-n`, for commands that can show their plan and stop there.
  package static let dryRun = Option(flag: "dry-run", help: "Show the plan and change nothing.").short("n")
}

extension ConsoleStyle {
  /// Changes the style as the options of the line want it.
  package mutating func apply(_ invocation: Invocation) {
    if invocation[GlobalOptions.json] { form = .json }
    logFormat = invocation[GlobalOptions.logFormat]
    if invocation[GlobalOptions.noColor] { colour = .none }
    if invocation[GlobalOptions.quiet] { verbosity = .quiet }
    switch invocation[GlobalOptions.verbose] {
    case 0: break
    case 1: verbosity = .verbose
    default: verbosity = .debug
    }
  }

  /// The same for a line that is not run, because it asks for help or could not be understood.
  package mutating func apply(unread words: [String]) {
    let options = words.prefix { $0 != "--" }
    if options.contains("--json") { form = .json }
    if options.contains("--no-color") { colour = .none }
  }
}
