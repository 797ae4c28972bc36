/// What names an XA transaction, in the form that the servers write in their statements:
/// `X'67',X'62',1`.
struct XAIdentifier: Hashable {
  let text: [UInt8]

  init(format: UInt32, global: [UInt8], branch: [UInt8]) {
    text = Array("X'\(Self.hex(global))',X'\(Self.hex(branch))',\(format)".utf8)
  }

  /// Takes what follows `XA COMMIT` in a statement.
  init(statement: [UInt8]) {
    // Blanks and the case of digits do not tell two transactions apart.
    let lowered = statement.filter { $0 > 0x20 }.map { byte in
      (0x41...0x46).contains(byte) ? byte + 0x20 : byte == UInt8(ascii: "x") ? UInt8(ascii: "X") : byte
    }
    let end = lowered.indices.first { lowered[$0...].starts(with: Array("ONEPHASE".utf8)) }
    text = Array(lowered[..<(end ?? lowered.count)])
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
