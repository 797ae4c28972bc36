import Basics

/// How a command ended when it did not throw.
package struct CommandResult: Sendable {
  package let exit: ExitCode
  /// Members of the final `summary` object; bytes, seconds and ratios as plain numbers.
  package let summary: [String: JSONValue]

  package init(_ exit: ExitCode = .ok, summary: [String: JSONValue] = [:]) {
    self.exit = exit
    self.summary = summary
  }

  /// Done, with nothing to sum up.
  package static let ok = CommandResult()

  /// Done; `summary` goes into the final object.
  package static func ok(_ summary: [String: JSONValue]) -> CommandResult {
    CommandResult(summary: summary)
  }
}
