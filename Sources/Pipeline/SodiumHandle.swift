import Basics
internal import CSodium

/// Entry to libsodium, which must be initialised once before anything else of it is called.
enum Sodium {
  private static let status: Int32 = sodium_init()

  /// - Throws: `OpsError` `failed` when the system gives no random numbers.
  static func prepare() throws {
    guard status >= 0 else {
      throw OpsError(
        .failed, "cannot start the cryptographic library", why: "the system gives no random numbers")
    }
  }

  /// `count` bytes from the system's random generator.
  static func random(_ count: Int) throws -> [UInt8] {
    try prepare()
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }

  /// Standard base 64 with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let variant = sodium_base64_VARIANT_ORIGINAL
    let capacity = sodium_base64_encoded_len(bytes.count, variant)
    var text = [CChar](repeating: 0, count: capacity)
    _ = unsafe sodium_bin2base64(&text, capacity, bytes, bytes.count, variant)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Reads what `base64(_:)` writes; nil for anything else, blanks included.
  static func bytes(base64 text: String) -> [UInt8]? {
    let length = text.utf8.count
    var bytes = [UInt8](repeating: 0, count: length / 4 * 3 + 3)
    var used = 0
    let status = unsafe sodium_base642bin(
      &bytes, bytes.count, text, length, nil, &used, nil, sodium_base64_VARIANT_ORIGINAL)
    guard status == 0 else { return nil }
    bytes.removeLast(bytes.count - used)
    return bytes
  }
}
