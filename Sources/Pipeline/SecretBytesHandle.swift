import Basics
internal import CSodium

/// Owns memory from `sodium_malloc`: kept out of swap and core dumps, fenced by guard pages, wiped when freed.
///
/// The bytes do not change after `init`, so any thread may read them.
@safe struct SecretBytesHandle: ~Copyable, @unchecked Sendable {
  private let raw: UnsafeMutableRawPointer
  let count: Int

  /// Zeroed memory that `fill` may write before anyone else sees it.
  init(count: Int, fill: (UnsafeMutablePointer<UInt8>) throws -> Void) throws {
    try Sodium.prepare()
    guard let memory = unsafe sodium_malloc(count) else {
      throw OpsError(.failed, "cannot keep a key in memory", why: "the system gives no locked memory")
    }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    do {
      try unsafe fill(memory.assumingMemoryBound(to: UInt8.self))
    } catch {
      unsafe sodium_free(memory)
      throw error
    }
    unsafe raw = memory
    self.count = count
  }

  init(random count: Int) throws {
    try unsafe self.init(count: count) { unsafe randombytes_buf($0, count) }
  }

  init(copying bytes: [UInt8]) throws {
    try unsafe self.init(count: bytes.count) { target in
      for (index, byte) in bytes.enumerated() { unsafe target[index] = byte }
    }
  }

  func withBytes<Value>(_ body: (UnsafeMutablePointer<UInt8>) throws -> Value) rethrows -> Value {
    try unsafe body(raw.assumingMemoryBound(to: UInt8.self))
  }

  /// An ordinary copy, for a text the user asked for; it is not wiped.
  func copied() -> [UInt8] {
    unsafe [UInt8](UnsafeBufferPointer(start: raw.assumingMemoryBound(to: UInt8.self), count: count))
  }

  deinit { unsafe sodium_free(raw) }
}
