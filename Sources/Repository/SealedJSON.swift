import Basics
import Pipeline

/// One JSON object on one line that ends in a checksum of itself, so that any change is found.
///
/// `{…,"mac":"<64 digits>","checksum":"<64 digits>"}` and a line feed. The checksum is BLAKE2b-256 of all
/// bytes before `,"checksum":`; the code, present when a key is, is keyed and covers all before `,"mac":`.
package struct SealedJSON: Sendable, Equatable {
  private static let checksumLead = Array(",\"checksum\":\"".utf8)
  private static let macLead = Array(",\"mac\":\"".utf8)
  private static let end = Array("\"}\n".utf8)
  private static let digits = 64

  /// The object, without `mac` and `checksum`.
  package let members: JSONValue
  /// The file's bytes.
  package let bytes: [UInt8]
  /// How many of the bytes the code covers, and the code; nil when there is none.
  private let mac: Mac?

  private struct Mac: Sendable, Equatable {
    let covered: Int
    let code: String
  }

  /// Whether it carries a code that `authenticate(with:)` can check.
  package var isAuthenticated: Bool { mac != nil }

  /// Seals `members`, which must be an object with at least one member.
  package init(_ members: JSONValue, key: BackupKey? = nil) throws {
    var text = members.bytes
    guard text.count > 2, text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}"),
      members["mac"] == nil, members["checksum"] == nil
    else { throw OpsError(.failed, "cannot seal a control file", why: "it is not an object with members") }
    text.removeLast()
    mac = try key.map { key in
      Mac(covered: text.count, code: try key.authenticationCode(of: text.span))
    }
    if let mac { text += Self.macLead + Array(mac.code.utf8) + [UInt8(ascii: "\"")] }
    let checksum = try blake2b(text.span)
    text += Self.checksumLead + Array(checksum.utf8) + Self.end
    self.members = members
    bytes = text
  }

  /// Opens a file and proves that it is as it was written.
  ///
  /// - Parameter path: Names the file in the error.
  /// - Throws: `OpsError` `corrupt`.
  package init(opening bytes: [UInt8], path: String) throws {
    func damaged(_ why: String) -> OpsError {
      OpsError(
        .corrupt, "\(path) is damaged", why: why,
        hint: "restore this file from another copy of the repository")
    }
    let tail = Self.checksumLead.count + Self.digits + Self.end.count
    let body = bytes.dropLast(tail)
    let seal = bytes.suffix(tail)
    guard bytes.count > tail, seal.starts(with: Self.checksumLead),
      seal.suffix(Self.end.count) == Self.end[...]
    else { throw damaged("it does not end as such a file ends, so it was cut or added to") }
    let stated = seal.dropFirst(Self.checksumLead.count).prefix(Self.digits)
    guard try blake2b(Array(body).span).utf8.elementsEqual(stated) else {
      throw damaged("its checksum differs")
    }
    guard case .object(var members) = try? JSONValue(parsing: Array(body) + [UInt8(ascii: "}")]) else {
      throw damaged("it is not a JSON object")
    }
    members["mac"] = nil
    self.members = .object(members)
    self.bytes = bytes
    mac = Self.mac(of: body)
  }

  private static func mac(of body: ArraySlice<UInt8>) -> Mac? {
    let tail = macLead.count + digits + 1
    let seal = body.suffix(tail)
    guard body.count > tail, seal.starts(with: macLead), seal.last == UInt8(ascii: "\"") else { return nil }
    let code = String(decoding: seal.dropFirst(macLead.count).prefix(digits), as: UTF8.self)
    return Mac(covered: body.count - tail, code: code)
  }

  /// Proves that the holder of `key` wrote it.
  ///
  /// - Throws: `OpsError` `corrupt`.
  package func authenticate(with key: BackupKey, path: String) throws {
    let computed = try mac.map { mac in
      try key.authenticationCode(of: bytes.span.extracting(0..<mac.covered)) == mac.code
    }
    guard computed == true else {
      throw OpsError(
        .corrupt, "\(path) is not authentic",
        why: "it was edited by someone who does not hold the backup's key",
        hint: "restore this file from another copy of the repository")
    }
  }
}
