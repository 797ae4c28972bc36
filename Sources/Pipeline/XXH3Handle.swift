import Basics
internal import CXXHash

/// Owns one streaming XXH3-128 state (seed 0). One thread at a time.
@safe struct XXH3Handle: ~Copyable {
  private let raw: OpaquePointer

  init() throws {
    guard let state = unsafe XXH3_createState() else {
      throw OpsError(.failed, "cannot hash", why: "out of memory")
    }
    unsafe raw = state
    _ = unsafe XXH3_128bits_reset(state)
  }

  func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe XXH3_128bits_update(raw, buffer.baseAddress, buffer.count)
    }
  }

  /// The canonical form: 32 lower-case hexadecimal digits, the high half first.
  func digest() -> String {
    let value = unsafe XXH3_128bits_digest(raw)
    return hexText(value.high64) + hexText(value.low64)
  }

  deinit { _ = unsafe XXH3_freeState(raw) }
}

/// The wrapping sums of both halves of XXH3-128 over the rows of `bytes` that end at `rowEnds`.
///
/// The ends must ascend and lie inside `bytes`; the checked precondition costs one comparison a row.
func sumOfHashes(_ bytes: Span<UInt8>, rowEnds: Span<Int>) -> (low: UInt64, high: UInt64) {
  unsafe bytes.withUnsafeBytes { buffer in
    var low: UInt64 = 0
    var high: UInt64 = 0
    var start = 0
    for index in rowEnds.indices {
      let end = rowEnds[index]
      precondition(start <= end && end <= buffer.count, "row ends must ascend inside the batch")
      let hash = unsafe XXH3_128bits(buffer.baseAddress.map { unsafe $0 + start }, end - start)
      low &+= hash.low64
      high &+= hash.high64
      start = end
    }
    return (low, high)
  }
}
