import Basics
import CommandKit
import Flags

/// The options of `dbops flags`.
enum FlagsOptions {
  static let role = Option(
    "role", value: .choice(of: FlagRole.self),
    help: "What the server of --host or --socket is, whatever the configuration and the server say.")
  static let persist = Option(
    flag: "persist",
    help: "Look at, and store, what the servers will have after a restart, too.")
  static let execute = Option(flag: "execute", help: "Do it; without this only the plan is shown.")
  static let lockWait = Option(
    "lock-wait", value: .duration(), default: .seconds(5),
    help: "Longest wait of a change for others' transactions and locks; others wait behind it.")

  private static let host = Option(
    "host", value: .string("HOST"),
    help: "Server to connect to; with --target, the one of its servers that is meant.")

  static let connection = OptionSection(
    "Connection options",
    [
      host, ServerOptions.port, ServerOptions.socket, ServerOptions.user, ServerOptions.askPassword,
      ServerOptions.password, ServerOptions.optionFile, ServerOptions.certificateAuthority,
    ])

  /// Unlike elsewhere, a server may be named together with a target: then it is one of the target's.
  static let rules: [OptionRule] = [
    .exclusive([ServerOptions.host, ServerOptions.socket]),
    .exclusive([ServerOptions.askPassword, ServerOptions.password]),
  ]
}
