import Basics

/// What encrypts the objects of one backup and ties each of them to its place.
package struct ObjectCrypto: Sendable {
  package let key: BackupKey
  /// Repository id and backup id, joined by a slash: part of the associated data of every frame.
  package let place: String

  package init(key: BackupKey, repository: String, backup: String) {
    self.key = key
    place = "\(repository)/\(backup)"
  }

  func keyData(number: Int) -> [UInt8] { Array("dbops/1/key/\(place)/\(number)".utf8) }
  func frameData(number: Int) -> [UInt8] { Array("dbops/1/frame/\(place)/\(number)".utf8) }
}

/// The head of an encrypted object: 108 bytes before the first frame.
struct ObjectHeader {
  static let magic = Array("DBOPSOBJ".utf8)
  static let version: UInt8 = 1
  static let size =
    8 + 4 + KeyCrypto.nonceSize + KeyCrypto.keySize + KeyCrypto.tagSize + SecretStream.headerSize
  /// Frames carry 2^17 bytes, so that a reader needs little memory and the tags weigh 0.02 %.
  static let frameLog: UInt8 = 17
  static let frameSize = 1 << Int(frameLog)

  let nonce: [UInt8]
  let wrappedKey: [UInt8]
  let streamHeader: [UInt8]

  var bytes: [UInt8] {
    Self.magic + [Self.version, Self.frameLog, 0, 0] + nonce + wrappedKey + streamHeader
  }

  init(nonce: [UInt8], wrappedKey: [UInt8], streamHeader: [UInt8]) {
    self.nonce = nonce
    self.wrappedKey = wrappedKey
    self.streamHeader = streamHeader
  }

  /// - Throws: `OpsError` `corrupt` when the bytes are no header of this version.
  init(parsing bytes: ArraySlice<UInt8>) throws {
    guard bytes.count == Self.size, bytes.starts(with: Self.magic) else {
      throw OpsError(.corrupt, "cannot decrypt", why: "this is not an encrypted object")
    }
    var rest = bytes.dropFirst(Self.magic.count)
    guard Array(rest.prefix(4)) == [Self.version, Self.frameLog, 0, 0] else {
      throw OpsError(.corrupt, "cannot decrypt", why: "the object has a form that this version does not know")
    }
    rest = rest.dropFirst(4)
    nonce = Array(rest.prefix(KeyCrypto.nonceSize))
    rest = rest.dropFirst(KeyCrypto.nonceSize)
    wrappedKey = Array(rest.prefix(KeyCrypto.keySize + KeyCrypto.tagSize))
    streamHeader = Array(rest.dropFirst(KeyCrypto.keySize + KeyCrypto.tagSize))
  }
}
