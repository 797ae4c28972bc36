/// Names one run of dbops in logs, statements, leases and the journal: a ULID.
///
/// 48 bits of milliseconds and 80 random bits in Crockford's base 32, so that texts sort by time.
package struct RunID: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(at moment: Timestamp = .now()) {
    var generator = SystemRandomNumberGenerator()
    self.init(at: moment, random: (generator.next(), generator.next()))
  }

  init(at moment: Timestamp, random: (UInt64, UInt64)) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var text = ""
    let time = UInt64(max(0, moment.microseconds / 1000)) & 0xFFFF_FFFF_FFFF
    for shift in stride(from: 45, through: 0, by: -5) {
      text.append(alphabet[Int(time >> UInt64(shift) & 31)])
    }
    for word in [random.0, random.1] {
      for shift in stride(from: 35, through: 0, by: -5) {
        text.append(alphabet[Int(word >> UInt64(shift) & 31)])
      }
    }
    description = text
  }

  /// Takes a text that was a run's name before; nil unless it has the form of one.
  package init?(text: String) {
    guard text.utf8.count == 26, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }) else {
      return nil
    }
    description = text
  }
}
