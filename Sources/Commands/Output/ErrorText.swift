import Basics
import CommandKit

/// An error the way a person reads it.
package enum ErrorText {
  /// The lines of cli: what failed and why, what changed, what to do next, and in which run.
  ///
  /// A command line that was not understood has no run worth looking for.
  package static func lines(_ error: OpsError, run: RunID) -> [String] {
    var lines = paragraph("dbops: ", error.message) + paragraph("  changed: ", error.changed)
    if !error.hint.isEmpty { lines += paragraph("  hint: ", error.hint) }
    if error.code != .usage { lines.append("  run: \(run)") }
    return lines
  }

  /// Lines after the first, such as a list of problems, are indented, so that none poses as an error.
  private static func paragraph(_ lead: String, _ text: String) -> [String] {
    let lines = text.split(separator: "\n").map { DisplayText.harmless(String($0)) }
    let rest = lines.dropFirst().map { $0.hasPrefix("  ") ? $0 : "  \($0)" }
    return [lead + (lines.first ?? "")] + rest
  }

  /// The members of the final `error` object.
  package static func fields(_ error: OpsError, exit: Int32) -> [String: JSONValue] {
    [
      "exit": .int(Int64(exit)), "code": .string("\(error.code)"), "what": .string(error.what),
      "why": .string(error.why), "changed": .string(error.changed), "hint": .string(error.hint),
    ]
  }
}
