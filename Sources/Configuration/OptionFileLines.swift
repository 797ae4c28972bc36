/// The lines of an option file, taken apart.
struct OptionFileLines {
  struct Entry: Equatable {
    let group: String
    /// Lower case, with `-` for `_`.
    let name: String
    /// Nil where no `=` stands.
    let value: String?
    let position: YAMLPosition
  }

  private(set) var entries: [Entry] = []

  init(text: String, problems: inout [ConfigurationProblem]) {
    var group = ""
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      let body = line.drop { $0 == " " || $0 == "\t" }
      let position = YAMLPosition(line: index + 1, column: line.count - body.count + 1)
      switch body.first {
      case nil, "#", ";": continue
      case "!":
        problems.append(
          ConfigurationProblem(
            at: position, "\(body.prefix { $0 != " " }) is not followed",
            hint: "name the file itself with --defaults-file"))
      case "[":
        guard let end = body.firstIndex(of: "]") else {
          problems.append(ConfigurationProblem(at: position, "the ] of the group is missing"))
          // What follows belongs to a group nobody knows.
          group = ""
          continue
        }
        group = body[body.index(after: body.startIndex)..<end].trimming(" \t").lowercased()
      default:
        entries.append(Self.entry(Self.withoutComment(body), group: group, position: position))
      }
    }
  }

  private static func entry(_ body: Substring, group: String, position: YAMLPosition) -> Entry {
    let equals = body.firstIndex(of: "=")
    let name = body[..<(equals ?? body.endIndex)].trimming(" \t").lowercased().replacing("_", with: "-")
    let value = equals.map { unquoted(body[body.index(after: $0)...].trimming(" \t")) }
    return Entry(group: group, name: name, value: value, position: position)
  }

  /// The clients end a line at the first `#` outside of quotes, even inside a word.
  private static func withoutComment(_ line: Substring) -> Substring {
    var quote: Character?
    var isEscaped = false
    for index in line.indices {
      let character = line[index]
      if quote == nil, character == "#" { return line[..<index] }
      if !isEscaped, character == "'" || character == "\"" {
        if quote == nil { quote = character } else if quote == character { quote = nil }
      }
      isEscaped = quote != nil && character == "\\" && !isEscaped
    }
    return line
  }

  private static func unquoted(_ text: String) -> String {
    var body = Substring(text)
    if let first = body.first, first == "'" || first == "\"", body.count >= 2, body.last == first {
      body = body.dropFirst().dropLast()
    }
    let escapes: [Character: Character] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "r": "\r", "\\": "\\", "s": " ",
    ]
    var value = ""
    var rest = body.makeIterator()
    while let character = rest.next() {
      guard character == "\\", let next = rest.next() else {
        value.append(character)
        continue
      }
      if let meant = escapes[next] { value.append(meant) } else { value += "\\\(next)" }
    }
    return value
  }
}

extension Substring {
  /// The text without these characters at both ends.
  fileprivate func trimming(_ characters: String) -> String {
    var text = self.drop { characters.contains($0) }
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return String(text)
  }
}
