/// Finds the rows in the text of `RowBatch` where it comes in pieces that end anywhere.
package struct RowCutter: Sendable {
  /// The beginning of a row whose end has not come yet.
  package private(set) var begun: [UInt8] = []

  package init() {}

  /// The rows that end in `piece`, which follows the pieces given before.
  package mutating func rows(endingIn piece: [UInt8]) -> (bytes: [UInt8], rowEnds: [Int]) {
    let bytes = text(endingIn: piece)
    var rowEnds: [Int] = []
    for index in bytes.indices where bytes[index] == 0x0A { rowEnds.append(index + 1) }
    return (bytes, rowEnds)
  }

  /// The text of those rows.
  package mutating func text(endingIn piece: [UInt8]) -> [UInt8] {
    // Within a row every newline is escaped.
    guard let last = piece.lastIndex(of: 0x0A) else {
      begun += piece
      return []
    }
    var bytes = begun
    bytes += piece[...last]
    begun = Array(piece[(last + 1)...])
    return bytes
  }
}
