import Basics

/// The text form of keys: a prefix, then base 64 of 32 bytes of key and 4 bytes of checksum.
///
/// The checksum exists because a mistyped public key would make backups that nobody can read.
enum KeyText {
  private static let checkSize = 4

  static func format(_ key: [UInt8], prefix: String) -> String {
    prefix + Sodium.base64(key + check(key, prefix: prefix))
  }

  static func parse(_ text: String, prefix: String, kind: String) throws -> [UInt8] {
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      String(line.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    guard lines.count == 1, let line = lines.first, line.hasPrefix(prefix) else {
      throw invalid(kind, why: "there must be exactly one line that starts with \(prefix)")
    }
    guard let bytes = Sodium.bytes(base64: String(line.dropFirst(prefix.count))),
      bytes.count == KeyCrypto.keySize + checkSize
    else { throw invalid(kind, why: "the part after \(prefix) is not 48 characters of base 64") }
    let key = Array(bytes.prefix(KeyCrypto.keySize))
    guard check(key, prefix: prefix) == Array(bytes.suffix(checkSize)) else {
      throw invalid(kind, why: "its checksum does not fit, so a character is wrong or missing")
    }
    return key
  }

  /// BLAKE2b-256 over the prefix and the key, in hexadecimal.
  static func digest(_ key: [UInt8], prefix: String) -> String {
    hexText(rawDigest(key, prefix: prefix))
  }

  private static func check(_ key: [UInt8], prefix: String) -> [UInt8] {
    Array(rawDigest(key, prefix: prefix).prefix(checkSize))
  }

  private static func rawDigest(_ key: [UInt8], prefix: String) -> [UInt8] {
    guard let state = try? Blake2bHandle() else { return [] }
    state.update((Array(prefix.utf8) + key).span)
    return state.finish()
  }

  private static func invalid(_ kind: String, why: String) -> OpsError {
    OpsError(.configuration, "this is not a \(kind)", why: why, hint: "make a pair with 'dbops key generate'")
  }
}
