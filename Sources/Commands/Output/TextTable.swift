import CommandKit

/// Rows under headings, aligned for a terminal.
package struct TextTable: Sendable {
  package let columns: [Column]
  package private(set) var rows: [[String]] = []
  /// How each row is marked.
  private var marks: [Mark] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package struct Column: Sendable {
    let title: String
    let alignment: Alignment
    let cutting: Cutting

    package init(_ title: String, _ alignment: Alignment = .left, _ cutting: Cutting = .allowed) {
      self.title = title
      self.alignment = alignment
      self.cutting = cutting
    }

    package enum Alignment: Sendable { case left, right }

    /// Whether cells may be cut where a terminal is narrow: not what people copy into commands.
    package enum Cutting: Sendable { case allowed, never }
  }

  /// What a row's colour tells, where there are colours.
  package enum Mark: Sendable {
    case plain, doubtful, bad

    /// `line` in the colour.
    func painted(_ line: String, _ style: ConsoleStyle.Colour) -> String {
      guard style == .ansi, self != .plain else { return line }
      return "\u{1B}[\(self == .bad ? "31" : "33")m\(line)\u{1B}[0m"
    }
  }

  /// Adds a row; missing cells are empty, surplus ones are dropped.
  package mutating func add(_ cells: [String], _ mark: Mark = .plain) {
    let cells = cells.prefix(columns.count).map(DisplayText.harmless)
    rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
    marks.append(mark)
  }

  /// The table with a line feed after each line.
  ///
  /// - Parameter width: Columns of the terminal, to which the widest columns are cut; nil cuts nothing.
  package func text(width: Int?, style: ConsoleStyle.Colour = .none) -> String {
    let widths = widths(within: width)
    let head = line(columns.map { DisplayText.harmless($0.title) }, widths)
    let shown = style == .ansi ? "\u{1B}[1m\(head)\u{1B}[0m" : head
    let lines = zip(rows, marks).map { row, mark in mark.painted(line(row, widths), style) }
    return ([shown] + lines).map { $0 + "\n" }.joined()
  }

  /// Columns of a terminal that it takes without being cut.
  package var naturalWidth: Int {
    widths(within: nil).reduce(0, +) + TextTable.gap * max(0, columns.count - 1)
  }

  private static let gap = 2

  private func widths(within limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(DisplayText.width(of: columns[index].title)) { max($0, DisplayText.width(of: $1[index])) }
    }
    guard let limit else { return widths }
    let room = limit - TextTable.gap * max(0, columns.count - 1)
    // The widest column gives way first; below eight columns a cell tells nothing.
    let cuttable = columns.indices.filter { columns[$0].cutting == .allowed }
    while widths.reduce(0, +) > room, let widest = cuttable.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let parts = cells.indices.map { index -> String in
      let cell = DisplayText.cut(cells[index], to: widths[index])
      let padding = String(repeating: " ", count: max(0, widths[index] - DisplayText.width(of: cell)))
      return columns[index].alignment == .right ? padding + cell : cell + padding
    }
    let line = parts.joined(separator: String(repeating: " ", count: TextTable.gap))
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
