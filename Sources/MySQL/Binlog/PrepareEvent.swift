/// The end of an XA transaction's first phase.
struct PrepareEvent {
  let identifier: XAIdentifier
  /// True when the transaction is committed at once and never waits for a second phase.
  let isOnePhase: Bool

  init(_ body: ByteCursor) throws(BinlogDamage) {
    var body = body
    isOnePhase = try body.uint8() != 0
    let format = try body.uint32()
    let globalLength = Int(try body.uint32())
    let branchLength = Int(try body.uint32())
    let global = try body.take(globalLength)
    identifier = XAIdentifier(format: format, global: global, branch: try body.take(branchLength))
  }
}
