import Basics

/// Turns raw bytes into the stored bytes of one object: zstd, then encryption if asked for, digests on both sides.
///
/// One thread at a time. Memory is bounded whatever the length. After an error or after `finish` it
/// refuses to go on.
package final class ObjectEncoder {
  private enum State { case open, ended }

  /// zstd levels whose windows stay within the 8 MiB that readers accept; below 1 they trade size for speed.
  package static let levels = -7...19

  private let sink: any ByteSink
  private let compressor: ZstdCompressorHandle
  private let check: XXH3Handle
  private let digest: Blake2bHandle
  private let stream: SecretStreamPushHandle?
  private let associated: [UInt8]
  private var frame: [UInt8]
  private var fill = 0
  private var cipher: [UInt8]
  private var state = State.open
  /// Bytes taken so far.
  package private(set) var raw: Int64 = 0
  /// Bytes given to the sink so far.
  package private(set) var stored: Int64 = 0

  /// - Parameters:
  ///   - number: The object's number in its backup.
  ///   - crypto: nil stores a plain zstd frame.
  ///   - level: zstd's level, clamped to `levels`; 1 by default.
  package init(sink: any ByteSink, number: Int, crypto: ObjectCrypto?, level: Int = 1) throws {
    self.sink = sink
    compressor = try ZstdCompressorHandle(
      level: min(max(level, Self.levels.lowerBound), Self.levels.upperBound))
    check = try XXH3Handle()
    digest = try Blake2bHandle()
    frame = [UInt8](repeating: 0, count: ObjectHeader.frameSize)
    associated = crypto?.frameData(number: number) ?? []
    guard let crypto else {
      stream = nil
      cipher = []
      return
    }
    let key = try SecretBytesHandle(random: KeyCrypto.keySize)
    let stream = try SecretStreamPushHandle(key: key)
    let nonce = try Sodium.random(KeyCrypto.nonceSize)
    let header = ObjectHeader(
      nonce: nonce,
      wrappedKey: KeyCrypto.wrap(
        key, under: crypto.key.bytes, nonce: nonce, associated: crypto.keyData(number: number)),
      streamHeader: stream.header)
    self.stream = consume stream
    cipher = [UInt8](repeating: 0, count: ObjectHeader.frameSize + SecretStream.overhead)
    try store(header.bytes, count: ObjectHeader.size)
  }

  /// Takes the next raw bytes.
  package func write(_ bytes: Span<UInt8>) throws {
    try begin()
    check.update(bytes)
    var offset = 0
    while offset < bytes.count {
      try compressor.compress(bytes, &offset, into: &frame, &fill)
      if fill == frame.count { try flush(isLast: false) }
    }
    raw += Int64(bytes.count)
    state = .open
  }

  /// Writes what is left and ends the object.
  package func finish() throws -> ObjectSummary {
    try begin()
    while try compressor.finish(into: &frame, &fill) > 0 {
      if fill == frame.count { try flush(isLast: false) }
    }
    try flush(isLast: true)
    return ObjectSummary(stored: stored, raw: raw, digest: hexText(digest.finish()), check: check.digest())
  }

  // Ended until proven otherwise: an error on the way leaves it so, and half an object is never finished.
  private func begin() throws {
    guard state == .open else {
      throw OpsError(.failed, "cannot write to an object", why: "it was finished, or a write failed before")
    }
    state = .ended
  }

  private func flush(isLast: Bool) throws {
    if let size = stream?.push(frame, count: fill, associated: associated, isLast: isLast, into: &cipher) {
      try store(cipher, count: size)
    } else {
      try store(frame, count: fill)
    }
    fill = 0
  }

  private func store(_ buffer: [UInt8], count: Int) throws {
    let bytes = buffer.span.extracting(0..<count)
    digest.update(bytes)
    try sink.write(bytes)
    stored += Int64(count)
  }
}
