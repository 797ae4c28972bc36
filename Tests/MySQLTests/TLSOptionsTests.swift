import MySQL
import Testing

@Suite struct TLSOptionsTests {
  private let remote = ServerAddress.tcp(host: "db1", port: 3306)
  private let local = ServerAddress.tcp(host: "localhost", port: 3306)
  private let socket = ServerAddress.socket(path: "/s")

  @Test func `plaintext is chosen on this machine alone`() {
    #expect(TLSOptions().mode(for: remote) == .verifyIdentity)
    #expect(TLSOptions().mode(for: local) == .disabled)
    #expect(TLSOptions().mode(for: socket) == .disabled)
  }

  @Test func `naming an authority asks for proof, on loopback too`() {
    #expect(TLSOptions(ca: "/ca.pem").mode(for: local) == .verifyIdentity)
    #expect(TLSOptions(ca: "/ca.pem").mode(for: socket) == .disabled)
  }

  @Test(arguments: TLSMode.allCases)
  func `a mode that is asked for is used`(mode: TLSMode) {
    #expect(TLSOptions(mode: mode).mode(for: remote) == mode)
    #expect(TLSMode(rawValue: mode.rawValue) == mode)
  }
}
