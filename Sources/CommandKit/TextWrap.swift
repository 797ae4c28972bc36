/// Breaks prose into lines.
package enum TextWrap {
  /// `text` in lines of at most `width` columns; a longer word has a line of its own.
  package static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let size = DisplayText.width(of: String(word))
      if used > 0, used + 1 + size > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += used > 0 ? " \(word)" : String(word)
      used += (used > 0 ? 1 : 0) + size
    }
    if used > 0 { lines.append(line) }
    return lines
  }

  /// The paragraphs of a discussion: empty lines part them, two leading blanks keep a line as it is.
  static func paragraphs(_ text: String) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    var prose: [Substring] = []
    var kept: [String] = []
    func close() {
      if !prose.isEmpty { paragraphs.append(.prose(prose.joined(separator: " "))) }
      if !kept.isEmpty { paragraphs.append(.kept(kept)) }
      (prose, kept) = ([], [])
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " }) {
        close()
      } else if line.hasPrefix("  ") {
        if !prose.isEmpty { close() }
        kept.append(String(line))
      } else {
        if !kept.isEmpty { close() }
        prose.append(line)
      }
    }
    close()
    return paragraphs
  }

  enum Paragraph: Equatable {
    case prose(String)
    case kept([String])
  }
}
