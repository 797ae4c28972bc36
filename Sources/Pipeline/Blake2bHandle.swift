import Basics
internal import CSodium

/// Owns one BLAKE2b-256 state. One thread at a time; the state wants 64-byte alignment.
@safe struct Blake2bHandle: ~Copyable {
  private let raw: UnsafeMutableRawPointer

  static let size = 32

  /// - Parameter key: Makes the digest a MAC.
  init(key: borrowing SecretBytesHandle) throws {
    try self.init()
    unsafe key.withBytes { bytes in
      _ = unsafe crypto_generichash_init(OpaquePointer(raw), bytes, key.count, Self.size)
    }
  }

  init() throws {
    try Sodium.prepare()
    unsafe raw = UnsafeMutableRawPointer.allocate(byteCount: crypto_generichash_statebytes(), alignment: 64)
    _ = unsafe crypto_generichash_init(OpaquePointer(raw), nil, 0, Self.size)
  }

  func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe crypto_generichash_update(
        OpaquePointer(raw), buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(buffer.count))
    }
  }

  /// Ends the digest; the handle is of no use afterwards.
  func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.size)
    _ = unsafe crypto_generichash_final(OpaquePointer(raw), &digest, Self.size)
    return digest
  }

  deinit {
    unsafe sodium_memzero(raw, crypto_generichash_statebytes())
    unsafe raw.deallocate()
  }
}

/// BLAKE2b-256 of `bytes` as 64 lower-case hexadecimal digits.
package func blake2b(_ bytes: Span<UInt8>) throws -> String {
  let state = try Blake2bHandle()
  state.update(bytes)
  return hexText(state.finish())
}
