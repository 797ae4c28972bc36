import Basics
internal import CZstd

/// Owns one `ZSTD_DCtx`. One thread at a time; one frame.
@safe struct ZstdDecompressorHandle: ~Copyable {
  private let raw: OpaquePointer

  /// - Parameter windowLog: A frame that asks for a window of more than 2^windowLog bytes is refused.
  init(windowLog: Int) throws {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw OpsError(.failed, "cannot decompress", why: "out of memory")
    }
    unsafe raw = context
    _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(windowLog))
  }

  /// Takes what it can of `input` from `offset` on; moves `offset`.
  ///
  /// - Parameters:
  ///   - end: Where the usable part of `input` ends.
  ///   - capacity: The most bytes to give.
  /// - Returns: What came out, and whether the frame is complete.
  /// - Throws: `OpsError` `corrupt` when the bytes are no valid frame.
  func decompress(
    _ input: borrowing [UInt8], _ offset: inout Int, end: Int, capacity: Int
  ) throws -> (bytes: [UInt8], complete: Bool) {
    var result = 0
    let position = offset
    var reached = offset
    let bytes = unsafe input.withUnsafeBytes { source in
      unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: end, pos: position)
        var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: capacity, pos: 0)
        repeat {
          result = unsafe ZSTD_decompressStream(raw, &to, &from)
          // One call may give less than there is room for; go on while it moves.
          reached = unsafe from.pos
          count = unsafe to.pos
        } while ZSTD_isError(result) == 0 && result != 0 && reached < end && count < capacity
      }
    }
    offset = reached
    guard ZSTD_isError(result) == 0 else {
      throw OpsError(
        .corrupt, "cannot decompress", why: unsafe String(cString: ZSTD_getErrorName(result)))
    }
    return (bytes, result == 0)
  }

  deinit { _ = unsafe ZSTD_freeDCtx(raw) }
}
