import Basics
import CommandKit

/// An error the way a person reads it.
package enum ErrorText {
  /// The lines of cli: what failed and why, what changed, what to do next, and in which run.
  ///
  /// A command line that was not understood has no run worth looking for.
  package static func lines(_ error: OpsError, run: RunID) -> [String] {
    var lines = ["dbops: \(DisplayText.harmless(error.message))"]
    lines.append("  changed: \(DisplayText.harmless(error.changed))")
    if !error.hint.isEmpty { lines.append("  hint: \(DisplayText.harmless(error.hint))") }
    if error.code != .usage { lines.append("  run: \(run)") }
    return lines
  }

  /// The members of the final `error` object.
  package static func fields(_ error: OpsError, exit: Int32) -> [String: JSONValue] {
    [
      "exit": .int(Int64(exit)), "code": .string("\(error.code)"), "what": .string(error.what),
      "why": .string(error.why), "changed": .string(error.changed), "hint": .string(error.hint),
    ]
  }
}
