/// Takes stored bytes one after the other. One thread at a time.
package protocol ByteSink: AnyObject {
  /// Takes all of `bytes` before it returns.
  func write(_ bytes: Span<UInt8>) throws
}

/// Gives stored bytes one after the other. One thread at a time.
package protocol ByteSource: AnyObject {
  /// Reads at most as many bytes as `range` holds into that part of `buffer`.
  ///
  /// - Returns: The bytes read, at least one; 0 only at the end.
  func read(into buffer: inout [UInt8], range: Range<Int>) throws -> Int
}

extension ByteSource {
  /// Reads until `range` is full or the end is reached.
  ///
  /// - Returns: The bytes read; fewer than `range` holds only at the end.
  package func fill(_ buffer: inout [UInt8], range: Range<Int>) throws -> Int {
    var position = range.lowerBound
    while position < range.upperBound {
      let count = try read(into: &buffer, range: position..<range.upperBound)
      guard count > 0 else { break }
      position += count
    }
    return position - range.lowerBound
  }
}
