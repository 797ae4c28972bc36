import Basics

/// One thing wrong with a file of settings.
package struct ConfigurationProblem: Error, Sendable, Equatable {
  package let position: YAMLPosition
  /// What is wrong, with the dotted name of the setting where there is one; never a secret's value.
  package let message: String
  /// What to write instead; empty when the message says it.
  package let hint: String

  package init(at position: YAMLPosition, _ message: String, hint: String = "") {
    self.position = position
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: message (hint)`.
  package func text(in file: String) -> String {
    let remedy = hint.isEmpty ? "" : " (\(hint))"
    return "\(file):\(position): \(message)\(remedy)"
  }
}

extension ConfigurationProblem {
  /// The problem as one object of the JSON output.
  package func json(in file: String) -> JSONValue {
    [
      "file": .string(file), "line": .int(Int64(position.line)), "column": .int(Int64(position.column)),
      "message": .string(message), "hint": .string(hint),
    ]
  }
}

/// `text` between double quotes, shortened, with line ends and control characters made visible.
func quoted(_ text: String, limit: Int = 60) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar {
    case "\"": shown += "\\\""
    case "\\": shown += "\\\\"
    case "\n": shown += "\\n"
    case let other
    where other.properties.generalCategory == .control || other.properties.generalCategory == .format:
      shown += "\\u{\(String(other.value, radix: 16))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return "\"\(shown)\(text.unicodeScalars.count > limit ? "…" : "")\""
}
