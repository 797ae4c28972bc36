import Basics
import Pipeline

/// Names one backup of a target: `20261121T020904Z-7f3a9c`, UTC and six random hexadecimal digits.
///
/// Texts sort by time.
package struct BackupID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String

  package init(at moment: Timestamp = .now()) {
    var generator = SystemRandomNumberGenerator()
    let random = String(generator.next() as UInt64 | 1 << 63, radix: 16).suffix(6)
    let whole = Timestamp(microseconds: moment.microseconds - moment.microseconds % 1_000_000)
    description = whole.description.filter { $0 != "-" && $0 != ":" } + "-" + random
  }

  /// Reads a name; nil unless it has the form of one.
  package init?(text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 23, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      bytes[16] == UInt8(ascii: "-"), isHexText(String(text.suffix(6)), digits: 6),
      (bytes[0..<8] + bytes[9..<15]).allSatisfy({ (48...57).contains($0) })
    else { return nil }
    description = text
  }

  package static func < (left: BackupID, right: BackupID) -> Bool { left.description < right.description }
}
