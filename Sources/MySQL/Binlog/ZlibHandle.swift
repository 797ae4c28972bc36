internal import CZlib

/// Calls of zlib that keep nothing between them.
enum Zlib {
  /// The CRC32 of a stretch of `bytes`.
  static func checksum(of bytes: [UInt8], in range: Range<Int>) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let part = unsafe UnsafeBufferPointer(rebasing: buffer[range])
      return UInt32(truncatingIfNeeded: unsafe crc32_z(0, part.baseAddress, part.count))
    }
  }

  /// Inflates a stretch of `bytes` that must give exactly `length` bytes; nil when it does not.
  static func inflated(_ bytes: [UInt8], in range: Range<Int>, length: Int) -> [UInt8]? {
    var isWhole = false
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      let part = unsafe UnsafeBufferPointer(rebasing: buffer[range])
      return unsafe [UInt8](unsafeUninitializedCapacity: length) { target, count in
        var size = uLongf(length)
        let status = unsafe uncompress(target.baseAddress, &size, part.baseAddress, uLong(part.count))
        isWhole = status == Z_OK && Int(size) == length
        count = isWhole ? length : 0
      }
    }
    return isWhole ? result : nil
  }
}
