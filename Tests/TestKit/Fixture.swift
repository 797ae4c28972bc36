import Foundation

/// Reads files below `Tests/Fixtures`.
package enum Fixture {
  /// - Parameter path: Relative to that folder.
  package static func bytes(_ path: String, from file: String = #filePath) throws -> [UInt8] {
    let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: tests.appending(path: "Fixtures").appending(path: path)))
  }

  /// Definitions as servers of that flavour printed them for the tables of the gauntlet.
  package static func definitions(_ flavour: String) throws -> [[UInt8]] {
    let text = Array(try bytes("definitions/\(flavour).sql").dropLast())
    let separator = Array("\n\n-- next --\n\n".utf8)
    var parts: [[UInt8]] = []
    var start = 0
    var place = 0
    while place < text.count {
      if text[place...].starts(with: separator) {
        parts.append(Array(text[start..<place]))
        place += separator.count
        start = place
      } else {
        place += 1
      }
    }
    return parts + [Array(text[start...])]
  }
}
