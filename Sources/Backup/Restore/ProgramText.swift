import Basics
import MySQL
import Schema

/// The text of a program as the client that made it would send it again.
///
/// Servers print a body in the character set of that client, but names and the comment, or some of them, in UTF-8.
package struct ProgramText: Sendable {
  private let program: StoredProgram
  private let create: [UInt8]

  /// - Parameter create: The definition to make `program` by.
  package init(_ program: StoredProgram, create: [UInt8]) {
    self.program = program
    self.create = create
  }

  /// The text wholly in the client's character set; as it is where it cannot be told or said in that set.
  func encoded(_ connection: isolated Connection) throws -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for range in foreignRanges {
      let utf8 = SQLText.literal(.bytes(Array(create[range]), charset: "utf8mb4"))
      let set = SQLText(raw: program.characterSetClient.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
      let row = try connection.query(
        """
        SELECT CAST(CONVERT(\(utf8) USING \(set)) AS BINARY) AS b,
        CONVERT(CONVERT(\(utf8) USING \(set)) USING utf8mb4) = \(utf8) AS same
        """
      ).first
      guard row?["same"].isOn == true, let bytes = row?["b"].bytes else { continue }
      result += create[position..<range.lowerBound] + bytes
      position = range.upperBound
    }
    return result + create[position...]
  }

  /// Where the text is in UTF-8 though the client's is another character set: names and a comment.
  package var foreignRanges: [Range<Int>] {
    let set = program.characterSetClient
    guard program.kind != .view, !set.isEmpty, set != "binary", !set.hasPrefix("utf8") else { return [] }
    let tokens = SQLLexer.tokens(of: create, quoting: SQLQuoting(sqlMode: program.sqlMode))
    let names = [program.name.name] + (program.kind == .trigger ? program.details : [])
    var places = names.compactMap { name in
      tokens.first { $0.kind == .quotedName && ExactText($0.name(in: create)) == ExactText(name) }
    }
    if let comment = comment(tokens) { places.append(comment) }
    return places.map(\.range)
      .filter { range in
        create[range].contains { $0 > 0x7F } && String(validating: create[range], as: UTF8.self) != nil
      }
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The comment of the program itself: routines have it on a line of its own, events before DO.
  private func comment(_ tokens: [SQLToken]) -> SQLToken? {
    let index = tokens.indices.dropLast(2).first { index in
      guard tokens[index].keyword(in: create) == "COMMENT", tokens[index + 1].kind == .string else {
        return false
      }
      let end = tokens[index + 1].range.upperBound
      return program.kind == .event
        ? tokens[index + 2].keyword(in: create) == "DO" : create[end] == UInt8(ascii: "\n")
    }
    return index.map { tokens[$0 + 1] }
  }
}
