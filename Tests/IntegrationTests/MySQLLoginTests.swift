import Basics
import FoundationEssentials
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)))
struct MySQLLoginTests {
  private func options(
    _ server: TestServer, user: String? = nil, host: String? = nil, tls: TLSOptions = TLSOptions()
  ) throws -> ConnectionOptions {
    var options = try server.options()
    options.tls = tls
    if let user { options.user = user }
    if let host, case .tcp(_, let port) = options.address { options.address = .tcp(host: host, port: port) }
    return options
  }

  private func cipher(_ options: ConnectionOptions) async throws -> String? {
    let connection = try await Connection.open(options)
    #expect(try await connection.query("SELECT 1")[0][0].int == 1)
    await connection.close()
    return connection.cipher
  }

  private var authority: String? { Environment.value("DBOPS_TEST_CA") }

  @Test(arguments: TestServer.available)
  func `a wrong password ends with the status for privileges and is not repeated`(
    server: TestServer
  ) async throws {
    var options = try options(server)
    options.password = Secret("not-the-password")
    let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
    let told = OpsError.wrapping(try #require(failure), as: "cannot back up")
    #expect(told.code == .privilege)
    #expect(told.hint.contains("password"))
    #expect(!"\(told.message) \(failure.debugDescription)".contains("not-the-password"))
  }

  @Test(arguments: TestServer.available)
  func `loopback and sockets are reached in plaintext by default`(server: TestServer) async throws {
    #expect(try await cipher(options(server)) == nil)
    let path = try #require(server.socket())
    #expect(try await cipher(server.options(at: path)) == nil)
  }

  @Test(arguments: TestServer.available, [TLSMode.required, .verifyCA, .verifyIdentity])
  func `every mode of TLS encrypts`(server: TestServer, mode: TLSMode) async throws {
    #expect(try await cipher(options(server, tls: TLSOptions(mode: mode, ca: authority))) != nil)
  }

  @Test(arguments: TestServer.available)
  func `naming an authority turns verification on`(server: TestServer) async throws {
    #expect(try await cipher(options(server, tls: TLSOptions(ca: authority))) != nil)
    let stranger = TLSOptions(ca: Environment.value("DBOPS_TEST_OTHER_CA"))
    await #expect(throws: SQLFailure.self) { try await cipher(options(server, tls: stranger)) }
  }

  @Test(arguments: TestServer.available, [TLSMode.verifyCA, .verifyIdentity])
  func `a certificate of another authority is refused`(server: TestServer, mode: TLSMode) async throws {
    for authority in [Environment.value("DBOPS_TEST_OTHER_CA"), nil] {
      let options = try options(server, tls: TLSOptions(mode: mode, ca: authority))
      let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(options) }
      #expect(failure?.kind == .tls)
    }
  }

  @Test(arguments: TestServer.available)
  func `only verify-identity minds the name in the certificate`(server: TestServer) async throws {
    // Another way to write 127.0.0.1, which the certificate does not list.
    let lax = try options(server, host: "127.1", tls: TLSOptions(mode: .verifyCA, ca: authority))
    #expect(try await cipher(lax) != nil)
    for mode in [TLSMode.verifyIdentity, nil] {
      let strict = try options(server, host: "127.1", tls: TLSOptions(mode: mode, ca: authority))
      let failure = await #expect(throws: SQLFailure.self) { try await Connection.open(strict) }
      #expect(failure?.kind == .tls)
      #expect(failure?.opsError.hint.contains("verify-ca") == true)
    }
  }

  @Test(arguments: TestServer.available)
  func `an account that requires TLS is let in with it alone`(server: TestServer) async throws {
    let user = try #require(Environment.value("DBOPS_TEST_TLS_USER"))
    let failure = await #expect(throws: SQLFailure.self) { try await cipher(options(server, user: user)) }
    #expect(failure?.opsError.code == .privilege)
    #expect(failure?.opsError.hint.contains("TLS") == true)
    #expect(try await cipher(options(server, user: user, tls: TLSOptions(mode: .required))) != nil)
  }

  @Test(.enabled(if: TestServer.available.contains(.mariadb)))
  func `ed25519 accounts log in`() async throws {
    let user = try #require(Environment.value("DBOPS_TEST_ED25519_USER"))
    #expect(try await cipher(options(.mariadb, user: user)) == nil)
  }

  @Test(.enabled(if: TestServer.available.contains(.mysql)))
  func `caching_sha2_password exchanges a password over plaintext only with the pinned key`() async throws {
    let user = try #require(Environment.value("DBOPS_TEST_SHA2_USER"))
    let administrator = try await Connection.open(options(.mysql))
    let status = try await administrator.query(
      "SHOW GLOBAL STATUS LIKE 'Caching_sha2_password_rsa_public_key'")
    let folder = FileManager.default.temporaryDirectory.appending(path: "dbops-\(RunID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "server.pem").path
    try Data((status[0][1].bytes ?? [])).write(to: URL(filePath: file))
    // The server forgets who logged in before, so that a full exchange is needed.
    try await administrator.execute("FLUSH PRIVILEGES")
    let pinned = TLSOptions(mode: .disabled, serverPublicKey: file)
    #expect(try await cipher(options(.mysql, user: user, host: "127.1", tls: pinned)) == nil)
    // It would remember now; without the key the login is refused nevertheless.
    let bare = TLSOptions(mode: .disabled)
    let failure = await #expect(throws: SQLFailure.self) {
      try await cipher(options(.mysql, user: user, host: "127.1", tls: bare))
    }
    #expect(failure?.kind == .login)
    await administrator.close()
  }

  @Test func `a missing authority file is named`() async throws {
    var options = ConnectionOptions(address: .tcp(host: "127.0.0.1", port: 1), user: "u")
    options.tls = TLSOptions(mode: .verifyCA, ca: "/nonexistent/ca.pem")
    let failure = await #expect(throws: OpsError.self) { try await Connection.open(options) }
    #expect(failure?.message.contains("/nonexistent/ca.pem") == true)
  }

  @Test func `a port nobody listens on is reported with what to check`() async throws {
    let failure = await #expect(throws: SQLFailure.self) {
      try await Connection.open(ConnectionOptions(address: .tcp(host: "127.0.0.1", port: 1), user: "u"))
    }
    #expect(failure?.kind == .unreachable)
    #expect(failure?.opsError.message.contains("cannot connect to 127.0.0.1:1") == true)
    #expect(failure?.opsError.hint.isEmpty == false)
  }
}
