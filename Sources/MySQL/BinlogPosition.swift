/// A place in a server's binary log.
package struct BinlogPosition: Sendable, Hashable, CustomStringConvertible {
  package let file: String
  package let offset: UInt64

  package init(file: String, offset: UInt64) {
    self.file = file
    self.offset = offset
  }

  /// Reads `file:offset`.
  package init?(text: String) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let offset = UInt64(text[text.index(after: colon)...])
    else { return nil }
    self.init(file: String(text[..<colon]), offset: offset)
  }

  package var description: String { "\(file):\(offset)" }
}
