internal import CZstd

/// Owns one `ZSTD_DCtx` that unpacks a compressed transaction piece by piece. One thread at a time.
@safe final class ZstdPayloadHandle {
  /// MySQL compresses with zstd's defaults, whose windows are not larger than 128 MiB.
  private static let windowLog: Int32 = 27
  private static let pieceLength = 262_144

  private let raw: OpaquePointer
  private let input: ByteCursor
  private var offset: Int
  private var isComplete = false

  /// - Parameter input: One or more whole frames.
  init(_ input: ByteCursor) throws(BinlogDamage) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw BinlogDamage("out of memory")
    }
    unsafe raw = context
    _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    self.input = input
    offset = input.offset
  }

  deinit { _ = unsafe ZSTD_freeDCtx(raw) }

  /// Appends the next plain bytes; false when there are no more.
  func append(to buffer: inout [UInt8]) throws(BinlogDamage) -> Bool {
    while !(isComplete && offset == input.end) {
      var status = 0
      let end = input.end
      var reached = offset
      let piece = unsafe input.bytes.withUnsafeBytes { source in
        unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { target, count in
          var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: end, pos: reached)
          var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          status = unsafe ZSTD_decompressStream(raw, &to, &from)
          reached = unsafe from.pos
          count = unsafe to.pos
        }
      }
      guard ZSTD_isError(status) == 0 else {
        throw BinlogDamage("a compressed transaction cannot be decompressed")
      }
      let isStuck = piece.isEmpty && reached == offset
      offset = reached
      isComplete = status == 0
      if !piece.isEmpty {
        buffer += piece
        return true
      }
      // Nothing came out and nothing went in: the frame is cut off.
      guard !isStuck else { throw .endsEarly }
    }
    return false
  }
}
