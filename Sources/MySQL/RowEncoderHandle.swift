/// Turns rows as they come from the server into the text of `RowBatch`.
///
/// Owns the memory rows are written to; it grows with the longest row and with nothing else.
@safe struct RowEncoder: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes written since the last `move`.
  private(set) var count = 0
  private var rowEnds: [Int] = []

  /// Bytes that a word-wide store may write behind the end of a value.
  private static let slack = 16
  /// From this length on a row's specials are counted before memory is taken for it.
  private static let longRow = 1 << 20

  init(batchBytes: Int) {
    capacity = batchBytes + Self.longRow
    unsafe memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Appends one row.
  ///
  /// - Parameter packet: The row's packet: each value with its length before it.
  /// - Returns: False when the packet's lengths do not fit, which a sane server does not send.
  mutating func append(packet: UnsafeRawBufferPointer, columns: Int) -> Bool {
    guard let start = packet.baseAddress, columns > 0 else { return false }
    unsafe reserve(for: packet, columns: columns)
    let end = unsafe start + packet.count
    var source = unsafe start
    var target = unsafe memory + count
    for _ in 0..<columns {
      guard unsafe source < end else { return false }
      let first = unsafe source.load(as: UInt8.self)
      unsafe source += 1
      if first == 0xFB {
        // Backslash and N.
        unsafe target.storeBytes(of: UInt16(0x4E5C).littleEndian, as: UInt16.self)
        unsafe target += 2
      } else {
        var length = Int(first)
        if first > 0xFB {
          let width = first == 0xFC ? 2 : first == 0xFD ? 3 : 8
          guard first < 0xFF, unsafe end - source >= width else { return false }
          length = 0
          for index in 0..<width {
            length |= unsafe Int(
              truncatingIfNeeded: UInt64(source.load(fromByteOffset: index, as: UInt8.self))
                << UInt64(index * 8))
          }
          unsafe source += width
        }
        guard length >= 0, unsafe end - source >= length else { return false }
        unsafe target = copyEscaped(from: source, count: length, readable: end, to: target)
        unsafe source += length
      }
      unsafe target.storeBytes(of: 0x09, as: UInt8.self)
      unsafe target += 1
    }
    guard unsafe source == end else { return false }
    unsafe (target - 1).storeBytes(of: 0x0A, as: UInt8.self)
    count = unsafe target - memory
    rowEnds.append(count)
    return true
  }

  /// Moves everything written so far into `batch`, whose old content goes.
  mutating func move(into batch: inout RowBatch) {
    batch.bytes.removeAll(keepingCapacity: true)
    unsafe batch.bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory, count: count))
    swap(&batch.rowEnds, &rowEnds)
    rowEnds.removeAll(keepingCapacity: true)
    count = 0
  }

  private mutating func reserve(for packet: UnsafeRawBufferPointer, columns: Int) {
    var longest = packet.count * 2
    if packet.count > Self.longRow {
      longest = unsafe packet.count + specials(in: packet)
    }
    let needed = count + longest + 2 * columns + Self.slack
    guard needed > capacity else { return }
    let larger = needed + Self.longRow
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    unsafe moved.copyMemory(from: memory, byteCount: count)
    unsafe memory.deallocate()
    unsafe memory = moved
    capacity = larger
  }
}

/// The high bit of each byte of `word` that needs a backslash; the lowest one set is exact, those above
/// it may be false.
@inline(__always)
private func specialBytes(_ word: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let backslash = word ^ (ones &* 0x5C)
  let tab = word ^ (ones &* 0x09)
  let newline = word ^ (ones &* 0x0A)
  let found = (backslash &- ones) & ~backslash | (tab &- ones) & ~tab | (newline &- ones) & ~newline
  return found & (ones &* 0x80)
}

@inline(__always)
private func letter(for special: UInt8) -> UInt8 {
  switch special {
  case 0x09: 0x74
  case 0x0A: 0x6E
  default: 0x5C
  }
}

/// Copies `count` bytes, escaping as it goes.
///
/// - Parameter readable: Where the memory behind `source` ends; words are read only before it.
/// - Returns: Where the copy ends. Up to 8 bytes behind it are overwritten.
@inline(__always)
private func copyEscaped(
  from start: UnsafeRawPointer, count: Int, readable: UnsafeRawPointer, to target: UnsafeMutableRawPointer
) -> UnsafeMutableRawPointer {
  var source = unsafe start
  var target = unsafe target
  let end = unsafe start + count
  while unsafe source < end {
    let left = unsafe end - source
    guard unsafe readable - source >= 8 else {
      let byte = unsafe source.load(as: UInt8.self)
      unsafe source += 1
      if byte == 0x5C || byte == 0x09 || byte == 0x0A {
        unsafe target.storeBytes(of: 0x5C, as: UInt8.self)
        unsafe target.storeBytes(of: letter(for: byte), toByteOffset: 1, as: UInt8.self)
        unsafe target += 2
      } else {
        unsafe target.storeBytes(of: byte, as: UInt8.self)
        unsafe target += 1
      }
      continue
    }
    let word = unsafe source.loadUnaligned(as: UInt64.self)
    unsafe target.storeBytes(of: word, as: UInt64.self)
    let clean = specialBytes(word).trailingZeroBitCount >> 3
    let step = min(left, 8)
    if clean >= step {
      unsafe source += step
      unsafe target += step
    } else {
      let special = UInt8(truncatingIfNeeded: word >> UInt64(clean * 8))
      unsafe target.storeBytes(of: 0x5C, toByteOffset: clean, as: UInt8.self)
      unsafe target.storeBytes(of: letter(for: special), toByteOffset: clean + 1, as: UInt8.self)
      unsafe source += clean + 1
      unsafe target += clean + 2
    }
  }
  return unsafe target
}

/// How many bytes of `packet` need a backslash at most.
private func specials(in packet: UnsafeRawBufferPointer) -> Int {
  var total = 0
  for index in 0..<packet.count {
    let byte = unsafe packet[index]
    if byte == 0x5C || byte == 0x09 || byte == 0x0A { total += 1 }
  }
  return total
}
