/// Sizes and digests of one object, as its manifest states them.
package struct ObjectSummary: Sendable, Hashable {
  /// Bytes as stored.
  package let stored: Int64
  /// Bytes before compression.
  package let raw: Int64
  /// BLAKE2b-256 over the stored bytes, 64 hexadecimal digits.
  package let digest: String
  /// XXH3-128 (seed 0, canonical) over the raw bytes, 32 hexadecimal digits.
  package let check: String

  package init(stored: Int64, raw: Int64, digest: String, check: String) {
    self.stored = stored
    self.raw = raw
    self.digest = digest
    self.check = check
  }
}
