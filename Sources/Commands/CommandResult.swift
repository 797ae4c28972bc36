import Basics

/// How a command ended when it did not throw.
package struct CommandResult: Sendable {
  package let exit: ExitCode
  /// Members of the final `summary` object; bytes, seconds and ratios as plain numbers.
  package let summary: [String: JSONValue]
  /// What was done, on one line for the journal; empty for commands that it does not hold.
  package var headline = ""

  package init(_ exit: ExitCode = .ok, summary: [String: JSONValue] = [:]) {
    self.exit = exit
    self.summary = summary
  }

  /// The same result with a line for the journal.
  package func told(as headline: String) -> CommandResult {
    var result = self
    result.headline = headline
    return result
  }

  /// Done, with nothing to sum up.
  package static let ok = CommandResult()

  /// Done; `summary` goes into the final object.
  package static func ok(_ summary: [String: JSONValue]) -> CommandResult {
    CommandResult(summary: summary)
  }
}
