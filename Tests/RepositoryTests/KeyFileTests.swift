import Basics
import Foundation
import Pipeline
import Repository
import Testing

@Suite struct KeyFileTests {
  private let scratch: Scratch
  private var path: String { scratch.path + "/backup.key" }

  init() throws { scratch = try Scratch() }

  @Test func `a written pair can be read again`() throws {
    let identity = try Identity.generate()
    try KeyFile.write(identity, path: path)
    #expect(try KeyFile.publicKey(path: path + ".pub") == identity.publicKey)
    #expect(try KeyFile.identity(path: path).publicKey == identity.publicKey)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test(arguments: ["", ".pub"]) func `a key is never overwritten`(suffix: String) throws {
    try scratch.write([1], "backup.key" + suffix)
    let error = #expect(throws: OpsError.self) { try KeyFile.write(Identity.generate(), path: path) }
    #expect(error?.code == .refused)
    #expect(try scratch.files() == ["backup.key" + suffix])
  }

  @Test(arguments: [0o640, 0o604, 0o660]) func `an identity that others can read is refused with 78`(
    mode: Int
  ) throws {
    try KeyFile.write(Identity.generate(), path: path)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    #expect(code { _ = try KeyFile.identity(path: path) } == .configuration)
  }

  @Test func `a missing identity is 12, a missing public key 78`() {
    #expect(code { _ = try KeyFile.identity(path: path) } == .wrongKey)
    #expect(code { _ = try KeyFile.publicKey(path: path) } == .configuration)
  }

  @Test func `no message shows the secret`() throws {
    let identity = try Identity.generate()
    let secret = identity.text.reveal()
    try scratch.write(Array((secret + "x").utf8), "backup.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let error = #expect(throws: OpsError.self) { try KeyFile.identity(path: path) }
    let body = secret.dropFirst("dbops-identity-1:".count)
    #expect(error.map { "\($0.message) \($0.hint)".contains(body) } == false)
  }
}
