import Basics
import Pipeline

/// One object of a backup: its number, sizes and digests.
package struct ObjectRecord: Sendable, Hashable {
  /// From 1 up, unique in the backup.
  package let number: Int
  package let summary: ObjectSummary

  package init(number: Int, summary: ObjectSummary) {
    self.number = number
    self.summary = summary
  }

  /// The file's name in the backup's folder: `000001.obj`.
  package var fileName: String { Self.fileName(number) }

  static func fileName(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".obj"
  }

  var json: JSONValue {
    [
      "n": .int(Int64(number)), "stored": .int(summary.stored), "raw": .int(summary.raw),
      "digest": .string(summary.digest), "check": .string(summary.check),
    ]
  }

  init(_ reader: JSONReader) throws {
    number = Int(try reader.count("n"))
    summary = ObjectSummary(
      stored: try reader.count("stored"), raw: try reader.count("raw"),
      digest: try reader.hex("digest", digits: 64), check: try reader.hex("check", digits: 32))
  }
}
