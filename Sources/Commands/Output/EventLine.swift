import Basics

/// One line of `--json`: an envelope that is the same for all, and the members of its type.
package struct EventLine: Sendable {
  /// Grows only when a reader of the old form would be misled.
  package static let schema: Int64 = 1

  let run: RunID
  let sequence: Int64
  let moment: Timestamp
  let type: String
  let members: [String: JSONValue]

  /// The line with its line feed.
  var bytes: [UInt8] {
    var all = members
    all["schema"] = .int(EventLine.schema)
    all["run"] = .string(run.description)
    all["seq"] = .int(sequence)
    all["ts"] = .string(moment.description)
    all["type"] = .string(type)
    return JSONValue.object(all).bytes + [UInt8(ascii: "\n")]
  }
}
