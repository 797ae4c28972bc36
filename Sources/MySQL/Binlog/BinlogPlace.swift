/// Where in the log an event stands, exactly enough to know it again.
struct BinlogPlace: Hashable {
  let file: String
  /// The end of the event in its file. Servers tell its low 32 bits alone.
  var offset: UInt64
  /// Which event of a compressed transaction it is, from 1; 0 for the others.
  var inner: Int

  func isBehind(_ other: BinlogPlace) -> Bool { (offset, inner) > (other.offset, other.inner) }
}

extension UInt64 {
  /// The offset at or after this one whose low 32 bits are `low`. No event is as long as 4 GiB.
  func advanced(toLow low: UInt32) -> UInt64 {
    let next = self & ~0xFFFF_FFFF | UInt64(low)
    return next >= self ? next : next + 1 << 32
  }
}
