import Basics
import Pipeline
import Testing

@Suite struct KeyTests {
  @Test func `keys survive their own text`() throws {
    let identity = try Identity.generate()
    let again = try Identity(text: identity.text)
    #expect(again.publicKey == identity.publicKey)
    #expect(try PublicKey(text: "# mine\n\n  \(identity.publicKey.text) \n") == identity.publicKey)
    #expect(isHexText(identity.publicKey.fingerprint, digits: 16))
  }

  @Test func `every mistyped character of a public key is refused`() throws {
    let text = Array(try Identity.generate().publicKey.text)
    for index in text.indices {
      var typed = text
      typed[index] = typed[index] == "A" ? "B" : "A"
      let error = #expect(throws: OpsError.self) { try PublicKey(text: String(typed)) }
      #expect(error?.code == .configuration)
      typed = text
      typed.remove(at: index)
      #expect(throws: OpsError.self) { try PublicKey(text: String(typed)) }
    }
  }

  @Test func `an identity is not taken for a public key, nor the other way round`() throws {
    let identity = try Identity.generate()
    #expect(throws: OpsError.self) { try PublicKey(text: identity.text.reveal()) }
    #expect(throws: OpsError.self) { try Identity(text: Secret(identity.publicKey.text)) }
  }

  @Test func `a backup's key opens for its recipient alone`() throws {
    let (mine, yours) = (try Identity.generate(), try Identity.generate())
    let key = try BackupKey()
    let sealed = try key.sealed(to: mine.publicKey)
    #expect(sealed.count == 80)
    let opened = try BackupKey(opening: sealed, with: mine)
    let text = Array("manifest".utf8)
    #expect(try opened.authenticationCode(of: text.span) == key.authenticationCode(of: text.span))
    let error = #expect(throws: OpsError.self) { try BackupKey(opening: sealed, with: yours) }
    #expect(error?.code == .wrongKey)
  }
}
