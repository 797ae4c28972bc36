import MySQL

/// Feeds the reader of the binary log with events that libFuzzer made up.
///
/// An input begins with a byte that chooses what is watched. Then each event has two bytes for its body's length,
/// one for its type, one for how it is wrapped, and its body: lengths and checksums would be wrong nearly always,
/// so they are put right here.
enum BinlogInput {
  private static let wrapped: UInt8 = 1
  private static let ignorable: UInt8 = 2
  /// FLOAT, DOUBLE and JSON of the recorded tables cannot be watched.
  private static let unwatchable = [10, 11, 31]

  static func read(_ input: [UInt8]) {
    var reader = BinlogReader(
      watching: tables(isMySQL: input.first == 0),
      from: .position(BinlogPosition(file: "binlog.000001", offset: 4)))
    var place = 1
    var end = 100
    do {
      try reader.take(event(4, little(4, 8) + Array("binlog.000001".utf8), end: 0, flags: 0x20))
      try reader.take(event(15, formatBody, end: 0, flags: 0))
      while place + 4 <= input.count {
        let length = min(Int(input[place]) | Int(input[place + 1]) << 8, input.count - place - 4)
        let (type, form) = (input[place + 2], input[place + 3])
        let body = Array(input[(place + 4)..<(place + 4 + length)])
        place += 4 + length
        end += length + 19
        let plain = event(type, body, end: end, flags: form & ignorable != 0 ? 0x80 : 0)
        let isWrapped = form & wrapped != 0
        try reader.take(isWrapped ? event(40, [2, 1, 255, 0] + plain, end: end, flags: 0) : plain)
        while reader.hasMore { _ = try reader.takeNext() }
        _ = reader.drain()
        if form & 4 != 0 { reader.restart() }
      }
    } catch {
      // Damage is what most inputs are; only crashes count.
    }
  }

  private static func tables(isMySQL: Bool) -> [WatchedTable] {
    func table(_ name: String, _ count: Int, _ ordinals: [Int]) -> WatchedTable {
      let keys = ordinals.map { WatchedColumn(ordinal: $0, isUnsigned: $0 % 4 == 0) }
      return WatchedTable(name: ("fx", name), columnCount: count, keys: keys)
    }
    let ordinals = (0..<44).filter { !unwatchable.contains($0) }
    return [
      table("every", isMySQL ? 46 : 50, ordinals), table("t", 2, [0]), table("j", 4, [0]),
      table("z", 3, [0, 1]),
    ]
  }

  private static let formatBody =
    little(4, 2) + [UInt8](repeating: 0, count: 54) + [19] + [UInt8](repeating: 0, count: 46)

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func event(_ type: UInt8, _ body: [UInt8], end: Int, flags: Int) -> [UInt8] {
    little(0, 4) + [type] + little(1, 4) + little(19 + body.count, 4) + little(end, 4) + little(flags, 2)
      + body
  }
}

private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The program's begin; libFuzzer takes over from here.
@_cdecl("FuzzBinlog_main")
func fuzz(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var (count, arguments) = unsafe (count, arguments)
  return unsafe runDriver(&count, &arguments) { start, count in
    BinlogInput.read(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
}
