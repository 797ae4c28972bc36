import Basics
import Configuration
import Testing

@Suite struct OptionFileTests {
  private func options(_ text: String) throws -> OptionFile {
    try OptionFile(parsing: Array(text.utf8), file: "my.cnf")
  }

  private func failure(_ text: String) -> OpsError? {
    #expect(throws: OpsError.self) { try options(text) }
  }

  @Test func `the client's group is read and other groups are passed over`() throws {
    let file = try options(
      """
      # for the shop
      [mysqld]
      port=3399
      [client]
      host = db1.internal
      port=3307
      user = 'shop'
      password = "can#ary"
      socket=/run/mysqld/mysqld.sock
      default-character-set = utf8mb4
      [mysql]
      user=other
      """)
    #expect(file.host == "db1.internal")
    #expect(file.port == 3307)
    #expect(file.user == "shop")
    #expect(file.password?.reveal() == "can#ary")
    #expect(file.socket == "/run/mysqld/mysqld.sock")
    #expect(file.ignored == ["default-character-set"])
  }

  @Test func `dbops's own group wins wherever it stands`() throws {
    #expect(try options("[dbops]\nuser=mine\n[client]\nuser=theirs\n").user == "mine")
  }

  @Test func `values are unescaped and comments cut off as the clients do it`() throws {
    #expect(try options(#"[client]\#npassword = a\\b\sc\q"#).password?.reveal() == #"a\b c\q"#)
    #expect(try options("[client]\nuser=shop # the account\n").user == "shop")
    #expect(try options("[client]\nuser=a;b\n").user == "a;b")
    #expect(try options("[client]\npassword='it\"s'\n").password?.reveal() == "it\"s")
  }

  @Test(arguments: [
    ("ssl-mode=VERIFY_CA", TLSSettings.Mode.verifyCA), ("ssl_mode=required", .required),
    ("ssl-verify-server-cert", .verifyIdentity), ("ssl-verify-server-cert=0", .required),
    ("skip-ssl", .disabled), ("ssl", .required), ("ssl-verify-server-cert=1\nssl=1", .verifyIdentity),
    ("ssl-mode=PREFERRED", nil),
  ])
  func `the ssl options become a mode`(lines: String, mode: TLSSettings.Mode?) throws {
    #expect(try options("[client]\n\(lines)\n").tls.mode == mode)
  }

  @Test func `every wrong line is told with its place`() {
    let error = failure(
      "[client]\nport=70000\n  !include /etc/other.cnf\n[dbops]\npasswd=canary\nssl-ca=ca.pem\n")
    #expect(error?.code == .configuration)
    let why = error?.why ?? ""
    #expect(why.contains("my.cnf:2:1: port: expected a number from 1 to 65535"))
    #expect(why.contains("my.cnf:3:3: !include is not followed"))
    #expect(why.contains("my.cnf:5:1: unknown option \"passwd\" (did you mean password?)"))
    #expect(why.contains("my.cnf:6:1: ssl-ca: expected an absolute path"))
    #expect(!why.contains("canary"))
  }

  @Test func `a file that others can read may hold anything but a password`() throws {
    let folder = try TemporaryFolder()
    let open = try folder.write("[client]\nuser=shop\n", to: "open.cnf", mode: 0o644)
    #expect(try OptionFile.read(open, environment: [:]).user == "shop")
    let secret = try folder.write("[client]\npassword=canary\n", to: "secret.cnf", mode: 0o644)
    let error = #expect(throws: OpsError.self) { try OptionFile.read(secret, environment: [:]) }
    #expect(error?.code == .configuration)
    #expect(error?.hint == "run `chmod 600 \(secret)`")
    let closed = try folder.write("[client]\npassword=canary\n", to: "closed.cnf", mode: 0o600)
    #expect(try OptionFile.read(closed, environment: [:]).password?.reveal() == "canary")
  }
}
