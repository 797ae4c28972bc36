import Basics

/// Gives back the raw bytes of one object and proves that they are the ones its manifest speaks of.
///
/// One thread at a time. Memory is bounded by the frame size and an 8 MiB window, whatever the object says.
/// The bytes are proven only when `next()` has returned nil.
package final class ObjectDecoder {
  private enum State { case open, ended, failed }

  /// The most bytes one `next()` gives.
  package static let chunkSize = 1 << 18
  private static let windowLog = 23

  private let source: any ByteSource
  private let expected: ObjectSummary
  private let decompressor: ZstdDecompressorHandle
  private let check: XXH3Handle
  private let digest: Blake2bHandle
  private let number: Int
  private let crypto: ObjectCrypto?
  private var stream: SecretStreamPullHandle?
  private let associated: [UInt8]
  private var frame: [UInt8]
  private var position = 0
  private var fill = 0
  private var cipher: [UInt8]
  private var sawLast = false
  private var isComplete = false
  private var raw: Int64 = 0
  private var stored: Int64 = 0
  private var state = State.open

  package init(source: any ByteSource, number: Int, crypto: ObjectCrypto?, expected: ObjectSummary) throws {
    self.source = source
    self.expected = expected
    self.number = number
    self.crypto = crypto
    decompressor = try ZstdDecompressorHandle(windowLog: Self.windowLog)
    check = try XXH3Handle()
    digest = try Blake2bHandle()
    stream = nil
    associated = crypto?.frameData(number: number) ?? []
    frame = [UInt8](repeating: 0, count: ObjectHeader.frameSize)
    cipher = crypto == nil ? [] : [UInt8](repeating: 0, count: ObjectHeader.frameSize + SecretStream.overhead)
  }

  /// The next raw bytes, never empty; nil when the object ended and every digest agrees.
  ///
  /// - Throws: `OpsError` `corrupt` as soon as a difference is found; it stays failed.
  package func next() throws -> [UInt8]? {
    switch state {
    case .ended: return nil
    case .failed: throw OpsError(.corrupt, "cannot read on", why: "the object is damaged")
    case .open: break
    }
    state = .failed
    let chunk = try decodeChunk()
    state = chunk == nil ? .ended : .open
    return chunk
  }

  private func decodeChunk() throws -> [UInt8]? {
    while !isComplete {
      let (bytes, complete) = try decompressor.decompress(
        frame, &position, end: fill, capacity: Self.chunkSize)
      isComplete = complete
      if !bytes.isEmpty {
        try take(bytes)
        return bytes
      }
      if !complete, position == fill { try refill() }
    }
    try proveEnd()
    return nil
  }

  private func take(_ bytes: [UInt8]) throws {
    raw += Int64(bytes.count)
    guard raw <= expected.raw else {
      throw damaged("it unpacks to more than the \(expected.raw) bytes its manifest states")
    }
    check.update(bytes.span)
  }

  private func proveEnd() throws {
    guard position == fill, try isAtEnd() else { throw damaged("bytes follow its end") }
    guard stored == expected.stored else {
      throw damaged("it has \(stored) bytes, its manifest states \(expected.stored)")
    }
    guard hexText(digest.finish()) == expected.digest else { throw damaged("its digest differs") }
    guard raw == expected.raw else {
      throw damaged("it unpacks to \(raw) bytes, its manifest states \(expected.raw)")
    }
    guard check.digest() == expected.check else { throw damaged("the digest of its content differs") }
  }

  private func isAtEnd() throws -> Bool {
    if crypto != nil, !sawLast { return false }
    return try read(into: &frame, count: 1) == 0
  }

  /// Gets the next stored bytes and decrypts them.
  private func refill() throws {
    position = 0
    fill = 0
    guard let crypto else {
      fill = try read(into: &frame, count: frame.count)
      guard fill > 0 else { throw damaged("it ends too early") }
      return
    }
    if stream == nil { stream = try openStream(crypto) }
    guard !sawLast else { throw damaged("it ends too early") }
    let count = try read(into: &cipher, count: cipher.count)
    guard count > 0 else { throw damaged("it ends too early") }
    guard let opened = try stream?.pull(cipher, count: count, associated: associated, into: &frame) else {
      return
    }
    guard opened.isLast || count == cipher.count else { throw damaged("a frame is too short") }
    (fill, sawLast) = (opened.count, opened.isLast)
  }

  private func openStream(_ crypto: ObjectCrypto) throws -> SecretStreamPullHandle {
    let count = try read(into: &cipher, count: ObjectHeader.size)
    let header = try ObjectHeader(parsing: cipher[0..<count])
    let key = try KeyCrypto.unwrap(
      header.wrappedKey, under: crypto.key.bytes, nonce: header.nonce,
      associated: crypto.keyData(number: number))
    return try SecretStreamPullHandle(key: key, header: header.streamHeader)
  }

  private func read(into buffer: inout [UInt8], count: Int) throws -> Int {
    let count = try source.fill(&buffer, range: 0..<count)
    stored += Int64(count)
    guard stored <= expected.stored else {
      throw damaged("it has more than the \(expected.stored) bytes its manifest states")
    }
    digest.update(buffer.span.extracting(0..<count))
    return count
  }

  private func damaged(_ why: String) -> OpsError { OpsError(.corrupt, "the object is damaged", why: why) }
}
