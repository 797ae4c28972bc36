import Basics

/// A value on its way to a reader: what `config show` and the schema print, members in the order written.
package indirect enum ShownValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case text(String)
  case list([ShownValue])
  case map([ShownMember])
}

/// One member of a ``ShownValue/map(_:)``.
package struct ShownMember: Sendable, Equatable {
  package let name: String
  package let value: ShownValue

  package init(_ name: String, _ value: ShownValue) {
    self.name = name
    self.value = value
  }
}

extension ShownValue {
  /// The value for `--json`.
  package var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .text(let value): .string(value)
    case .list(let values): .array(values.map(\.json))
    case .map(let members):
      .object(Dictionary(members.map { ($0.name, $0.value.json) }) { first, _ in first })
    }
  }

  /// JSON with two blanks of indentation, for files that people read.
  package var indentedJSON: String { indented("") + "\n" }

  private func indented(_ margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .list(let values) where !values.isEmpty && values.allSatisfy(\.isScalar):
      return "[" + values.map { $0.json.text }.joined(separator: ", ") + "]"
    case .list(let values) where !values.isEmpty:
      return "[\n" + values.map { inner + $0.indented(inner) }.joined(separator: ",\n") + "\n\(margin)]"
    case .map(let members) where !members.isEmpty:
      let lines = members.map { "\(inner)\(JSONValue.string($0.name).text): \($0.value.indented(inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
    default: return json.text
    }
  }

  var isScalar: Bool {
    switch self {
    case .list, .map: false
    default: true
    }
  }
}

extension ShownValue {
  /// A block of YAML that reads back as the same value.
  package var yaml: String {
    guard case .map(let members) = self, !members.isEmpty else { return flow + "\n" }
    return Self.block(members, margin: "").joined(separator: "\n") + "\n"
  }

  private static func block(_ members: [ShownMember], margin: String) -> [String] {
    members.flatMap { member -> [String] in
      let name = ShownValue.text(member.name).flow
      switch member.value {
      case .map(let inner) where !member.value.fitsOnOneLine:
        return ["\(margin)\(name):"] + block(inner, margin: margin + "  ")
      case .list(let values) where !member.value.fitsOnOneLine:
        return ["\(margin)\(name):"] + values.map { "\(margin)  - \($0.flow)" }
      default: return ["\(margin)\(name): \(member.value.flow)"]
      }
    }
  }

  private var fitsOnOneLine: Bool {
    switch self {
    case .map(let members):
      members.count <= 1 && members.allSatisfy { $0.value.isScalar || $0.value.isFlatList }
    case .list: isFlatList && flow.utf8.count <= 80
    default: true
    }
  }

  private var isFlatList: Bool {
    guard case .list(let values) = self else { return false }
    return values.allSatisfy(\.isScalar)
  }

  /// The value on one line of YAML.
  var flow: String {
    switch self {
    case .text(let text): Self.isPlain(text) ? text : JSONValue.string(text).text
    case .list(let values): "[" + values.map(\.flow).joined(separator: ", ") + "]"
    case .map(let members):
      "{" + members.map { "\(ShownValue.text($0.name).flow): \($0.value.flow)" }.joined(separator: ", ") + "}"
    default: json.text
    }
  }

  /// True when the text needs no quotes and every YAML reader takes it for a text.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    let hasLetter = text.utf8.contains(where: isLetter)
    if isDigit(first) {
      // `30s` and `64MiB` are texts; `1e3`, `0x1F` and `1:30` are numbers to some.
      let isNumber = text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") } || first == UInt8(ascii: "0")
      return hasLetter && !isNumber && text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
    }
    let safe = text.utf8.allSatisfy { isNameByte($0) || "/:@+=".utf8.contains($0) }
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    return (isLetter(first) || first == UInt8(ascii: "/")) && safe && !text.hasSuffix(":")
      && !words.contains(text.lowercased())
  }
}
