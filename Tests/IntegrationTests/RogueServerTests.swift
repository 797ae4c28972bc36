import Basics
import MySQL
import TestKit
import Testing

/// What a server that lies, or somebody between, can get out of the client: nothing.
@Suite(.timeLimit(.minutes(5))) struct RogueServerTests {
  private static let password = "correct horse battery staple"

  private func options(
    _ server: ScriptedServer, host: String = "127.0.0.1", mode: TLSMode? = nil
  ) -> ConnectionOptions {
    var options = ConnectionOptions(
      address: .tcp(host: host, port: server.port), user: "u", password: Secret(Self.password),
      tls: TLSOptions(mode: mode))
    options.connectTimeout = .seconds(60)
    return options
  }

  /// Everything the client said after the greeting, until it hung up.
  private func said(_ peer: ScriptedPeer) -> [UInt8] {
    var all: [UInt8] = []
    while let packet = peer.receive() { all += packet }
    return all
  }

  private func expectNoPassword(in bytes: [UInt8]) {
    #expect(!String(decoding: bytes, as: UTF8.self).contains("battery"))
  }

  @Test(arguments: [SessionProfile.plain, .export, .load])
  func `a file asked for in answer to a query is not given`(profile: SessionProfile) async throws {
    let server = try ScriptedServer()
    async let answers = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.send([0xFB] + Array("/etc/passwd".utf8))
      let given = peer.receive() ?? [1]
      peer.sendOK()
      return given
    }
    let connection = try await Connection.open(options(server).with(profile: profile, phase: "test"))
    await #expect(throws: SQLFailure.self) { try await connection.query("SELECT 1") }
    #expect(try await answers.isEmpty)
  }

  @Test func `a load gives its data only under the name it expects`() async throws {
    let server = try ScriptedServer()
    async let answers = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.send([0xFB] + Array("/etc/passwd".utf8))
      let given = peer.receive() ?? [1]
      peer.sendOK()
      return given
    }
    let connection = try await Connection.open(options(server).with(profile: .load, phase: "test"))
    await #expect(throws: SQLFailure.self) {
      try await connection.load("LOAD DATA LOCAL INFILE 'dbops' INTO TABLE t") { Array("1\n".utf8) }
    }
    #expect(try await answers.isEmpty)
  }

  @Test(arguments: ["mysql_clear_password", "dialog"])
  func `the password itself is never sent to a server that is not verified`(plugin: String) async throws {
    let server = try ScriptedServer()
    async let words = server.serve { peer in
      peer.greet()
      let first = peer.receive() ?? []
      peer.switchAuthentication(to: plugin)
      return first + said(peer)
    }
    let options = options(server)
    let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(failure?.kind == .login)
    #expect(failure?.opsError.code == .privilege)
    expectNoPassword(in: try await words)
  }

  @Test(
    arguments: ["mysql_native_password", "caching_sha2_password", "sha256_password", "client_ed25519"],
    [TLSMode.required, .verifyCA, .verifyIdentity])
  func `a server without TLS is told nothing when TLS is asked for`(
    plugin: String, mode: TLSMode
  ) async throws {
    let server = try ScriptedServer()
    async let words = server.serve { peer in
      peer.greet(plugin: plugin)
      return said(peer)
    }
    let options = options(server, mode: mode)
    let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(failure?.kind == .tls)
    #expect(try await words.isEmpty)
  }

  @Test(arguments: ["caching_sha2_password", "sha256_password"])
  func `no key is taken over plaintext from a server off loopback`(plugin: String) async throws {
    let server = try ScriptedServer()
    async let words = server.serve { peer in
      peer.greet(plugin: plugin)
      return said(peer)
    }
    // Reaches loopback, but is not known to.
    let options = options(server, host: "127.1", mode: .disabled)
    let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(failure?.kind == .login)
    #expect(failure?.opsError.hint.contains("tls.serverPublicKey") == true)
    #expect(try await words.isEmpty)
  }

  @Test func `a key is asked for over plaintext on loopback`() async throws {
    let server = try ScriptedServer()
    async let request = server.serve { peer in
      peer.greet(plugin: "caching_sha2_password")
      _ = peer.receive()
      // Full authentication, please.
      peer.send([1, 4])
      return peer.receive()
    }
    let options = options(server)
    await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(try await request == [2])
  }

  @Test func `off loopback the server must prove its identity unless told otherwise`() async throws {
    let server = try ScriptedServer()
    async let words = server.serve { peer in
      peer.greet()
      return said(peer)
    }
    let options = options(server, host: "127.1")
    let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(failure?.kind == .tls)
    #expect(try await words.isEmpty)
  }

  @Test func `a server that says nothing is given up after the connect timeout`() async throws {
    let server = try ScriptedServer()
    async let silence = server.serve { peer in said(peer) }
    var options = options(server)
    options.connectTimeout = .seconds(1)
    await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    #expect(try await silence.isEmpty)
  }
}
