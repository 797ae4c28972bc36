import Basics
internal import CZstd

/// Owns one `ZSTD_CCtx`. One thread at a time; one frame from `init` to the end.
@safe struct ZstdCompressorHandle: ~Copyable {
  private let raw: OpaquePointer

  /// - Parameter level: zstd clamps it to what it knows.
  init(level: Int) throws {
    guard let context = unsafe ZSTD_createCCtx() else {
      throw OpsError(.failed, "cannot compress", why: "out of memory")
    }
    unsafe raw = context
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
    // The frame's own checksum lets `zstd -t` judge a plain object without the manifest.
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  /// Takes what it can of `input` from `offset` on and writes into `output` from `fill` on; moves both.
  func compress(_ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8], _ fill: inout Int)
    throws
  {
    _ = try run(input, &offset, &output, &fill, ZSTD_e_continue)
  }

  /// Writes the end of the frame.
  ///
  /// - Returns: The bytes still waiting for room; 0 when the frame is complete.
  func finish(into output: inout [UInt8], _ fill: inout Int) throws -> Int {
    var offset = 0
    return try run(Span<UInt8>(), &offset, &output, &fill, ZSTD_e_end)
  }

  private func run(
    _ input: Span<UInt8>, _ offset: inout Int, _ output: inout [UInt8], _ fill: inout Int,
    _ mode: ZSTD_EndDirective
  ) throws -> Int {
    let result = unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: offset)
        var to = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: fill)
        let result = unsafe ZSTD_compressStream2(raw, &to, &from, mode)
        offset = unsafe from.pos
        fill = unsafe to.pos
        return result
      }
    }
    try Self.check(result)
    return result
  }

  private static func check(_ result: Int) throws {
    guard ZSTD_isError(result) == 0 else {
      throw OpsError(.failed, "cannot compress", why: unsafe String(cString: ZSTD_getErrorName(result)))
    }
  }

  deinit { _ = unsafe ZSTD_freeCCtx(raw) }
}
