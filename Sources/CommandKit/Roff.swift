/// Writes the man macros of roff.
struct Roff {
  private(set) var text = ""

  /// Begins the page.
  init(title: String, source: String, manual: String) {
    text = ".TH \"\(Roff.escaped(title.uppercased()))\" 1 \"\" \"\(Roff.escaped(source))\" "
    text += "\"\(Roff.escaped(manual))\"\n.nh\n.ad l\n"
  }

  mutating func section(_ title: String) { text += ".SH \(Roff.escaped(title.uppercased()))\n" }

  /// A paragraph of prose, in which backquoted words are bold.
  mutating func paragraph(_ prose: String) { text += ".PP\n\(Roff.line(prose))\n" }

  /// A line of prose that begins no paragraph.
  mutating func prose(_ prose: String) { text += "\(Roff.line(prose))\n" }

  mutating func breakLine() { text += ".br\n" }

  /// A line that is roff already.
  mutating func raw(_ line: String) { text += "\(line)\n" }

  /// A term with its explanation indented below it.
  mutating func item(_ term: String, _ prose: String) { text += ".TP\n\(term)\n\(Roff.line(prose))\n" }

  /// Lines kept as they are.
  mutating func verbatim(_ lines: [String]) {
    text += ".PP\n.RS 4\n.nf\n" + lines.map { Roff.guarded(Roff.escaped($0)) + "\n" }.joined() + ".fi\n.RE\n"
  }

  static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
  static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  private static func line(_ prose: String) -> String {
    let parts = prose.split(separator: "`", omittingEmptySubsequences: false)
    // An odd number of backquotes means that one of them is meant as itself.
    guard parts.count % 2 == 1 else { return guarded(escaped(prose)) }
    return guarded(
      parts.enumerated().map { $0 % 2 == 1 ? bold(String($1)) : escaped(String($1)) }.joined())
  }

  /// A dot or an apostrophe in front would make the line a request.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
  }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "`": result += "\\(ga"
      default:
        if scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
        }
      }
    }
  }
}
