/// Bytes that are not what a server writes into its binary log, or that dbops cannot read.
package struct BinlogDamage: Error, Hashable, CustomStringConvertible {
  /// A clause: `the event ends early`.
  package let why: String

  init(_ why: String) {
    self.why = why
  }

  static let endsEarly = BinlogDamage("an event ends early")

  package var description: String { why }
}
