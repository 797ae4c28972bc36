/// How much and in which form the console speaks; decided once from options and surroundings.
package struct ConsoleStyle: Sendable, Equatable {
  package var form: Form = .text
  package var logFormat: LogFormat = .text
  package var verbosity: Verbosity = .normal
  package var colour: Colour = .none
  /// Whether standard error is a terminal that can redraw a line.
  package var redraws: Redrawing = .never

  package init() {}

  package enum Form: Sendable { case text, json }
  package enum LogFormat: String, Sendable, CaseIterable { case text, json }
  package enum Verbosity: Sendable { case quiet, normal, verbose, debug }
  package enum Colour: Sendable { case none, ansi }
  package enum Redrawing: Sendable { case never, always }
}

extension ConsoleStyle {
  /// The style for the surroundings, without regard to options.
  package init(standardError: Terminal, environment: [String: String]) {
    let term = environment["TERM"] ?? "dumb"
    guard standardError.isTerminal, term != "dumb" else { return }
    redraws = .always
    colour = (environment["NO_COLOR"] ?? "").isEmpty ? .ansi : .none
  }
}
