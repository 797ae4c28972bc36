import Basics
internal import CSodium

/// Owns one libsodium secretstream (XChaCha20-Poly1305) for writing. One thread at a time.
@safe struct SecretStreamPushHandle: ~Copyable {
  private let state: SecretBytesHandle
  /// The 24 bytes that open the stream.
  let header: [UInt8]

  init(key: borrowing SecretBytesHandle) throws {
    var header = [UInt8](repeating: 0, count: SecretStream.headerSize)
    state = try unsafe SecretBytesHandle(count: SecretStream.stateSize) { memory in
      unsafe key.withBytes { key in
        _ = unsafe crypto_secretstream_xchacha20poly1305_init_push(SecretStream.state(memory), &header, key)
      }
    }
    self.header = header
  }

  /// Encrypts the first `count` bytes of `plain` into `cipher`.
  ///
  /// - Returns: How many bytes of `cipher` are filled: `count` and `SecretStream.overhead`.
  func push(
    _ plain: borrowing [UInt8], count: Int, associated: borrowing [UInt8], isLast: Bool,
    into cipher: inout [UInt8]
  ) -> Int {
    precondition(count <= plain.count && cipher.count >= count + SecretStream.overhead)
    let tag = isLast ? SecretStream.finalTag : SecretStream.messageTag
    var written: UInt64 = 0
    unsafe state.withBytes { memory in
      _ = unsafe crypto_secretstream_xchacha20poly1305_push(
        SecretStream.state(memory), &cipher, &written, plain, UInt64(count), associated,
        UInt64(associated.count), tag)
    }
    return Int(written)
  }
}

/// Owns one libsodium secretstream for reading. One thread at a time.
@safe struct SecretStreamPullHandle: ~Copyable {
  private let state: SecretBytesHandle

  /// - Throws: `OpsError` `corrupt` when `header` is not one.
  init(key: borrowing SecretBytesHandle, header: [UInt8]) throws {
    var status: Int32 = -1
    let state = try unsafe SecretBytesHandle(count: SecretStream.stateSize) { memory in
      guard header.count == SecretStream.headerSize else { return }
      unsafe key.withBytes { key in
        status = unsafe crypto_secretstream_xchacha20poly1305_init_pull(
          SecretStream.state(memory), header, key)
      }
    }
    guard status == 0 else {
      throw OpsError(.corrupt, "cannot decrypt", why: "the stream's header is damaged")
    }
    self.state = state
  }

  /// Decrypts the first `count` bytes of `cipher` into `plain`.
  ///
  /// - Returns: How many bytes of `plain` are filled, and whether this was the last frame.
  /// - Throws: `OpsError` `corrupt` when the bytes are not what was written at this place.
  func pull(
    _ cipher: borrowing [UInt8], count: Int, associated: borrowing [UInt8], into plain: inout [UInt8]
  ) throws -> (count: Int, isLast: Bool) {
    precondition(count <= cipher.count && plain.count + SecretStream.overhead >= count)
    var written: UInt64 = 0
    var tag: UInt8 = 0
    var status: Int32 = -1
    if count > SecretStream.overhead {
      unsafe state.withBytes { memory in
        status = unsafe crypto_secretstream_xchacha20poly1305_pull(
          SecretStream.state(memory), &plain, &written, &tag, cipher, UInt64(count), associated,
          UInt64(associated.count))
      }
    }
    guard status == 0, tag == SecretStream.messageTag || tag == SecretStream.finalTag else {
      throw OpsError(
        .corrupt, "cannot decrypt", why: "the bytes are not those that were written at this place")
    }
    return (Int(written), tag == SecretStream.finalTag)
  }
}

/// Sizes and tags of libsodium's secretstream.
enum SecretStream {
  static let headerSize = 24
  static let overhead = 17
  static let messageTag: UInt8 = 0
  static let finalTag: UInt8 = 3
  static let stateSize = MemoryLayout<crypto_secretstream_xchacha20poly1305_state>.size

  static func state(
    _ memory: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state> {
    unsafe UnsafeMutableRawPointer(memory).assumingMemoryBound(
      to: crypto_secretstream_xchacha20poly1305_state.self)
  }
}
