import Basics
import MySQL
import Replication
import Testing

@Suite struct ReplicationStatementsTests {
  private let mysql = ServerInfo(text: "9.7.4", comment: "MySQL Community Server")
  private let old = ServerInfo(text: "5.7.44", comment: "MySQL Community Server")
  private let mariadb = ServerInfo(text: "10.11.6-MariaDB", comment: "")

  private var access: SourceAccess {
    var access = SourceAccess()
    access.user = "repl"
    access.options = [.init(.tls, .int(1)), .init(.publicKey, .int(1)), .init(.retries, .int(9))]
    return access
  }

  private func change(_ server: ServerInfo, channel: String = "") -> String {
    ReplicationStatements(server, channel: channel).change(
      to: "db2", port: 3307, access: access, password: Secret("it's"), from: .identifiers
    ).text
  }

  @Test func `each server is told in its own words`() {
    #expect(
      change(mysql)
        == "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'db2', SOURCE_PORT = 3307, SOURCE_USER = 'repl', "
        + "SOURCE_PASSWORD = 'it''s', SOURCE_SSL = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_RETRY_COUNT = 9, "
        + "SOURCE_AUTO_POSITION = 1")
    #expect(change(old).hasPrefix("CHANGE MASTER TO MASTER_HOST = 'db2'"))
    #expect(change(old).contains("GET_MASTER_PUBLIC_KEY"))
    #expect(
      change(mariadb)
        == "CHANGE MASTER TO MASTER_HOST = 'db2', MASTER_PORT = 3307, MASTER_USER = 'repl', MASTER_PASSWORD = 'it''s', "
        + "MASTER_SSL = 1, MASTER_USE_GTID = slave_pos")
  }

  @Test func `channels and named connections are told apart`() {
    let (m, a) = (ReplicationStatements(mysql, channel: "c"), ReplicationStatements(mariadb, channel: "c"))
    #expect(m.stop.text == "STOP REPLICA FOR CHANNEL 'c'" && a.stop.text == "STOP SLAVE 'c'")
    #expect(
      m.stopFetching.text == "STOP REPLICA IO_THREAD FOR CHANNEL 'c'"
        && a.stopFetching.text == "STOP SLAVE 'c' IO_THREAD")
    #expect(m.forget.text == "RESET REPLICA ALL FOR CHANNEL 'c'" && a.forget.text == "RESET SLAVE 'c' ALL")
    #expect(change(mariadb, channel: "c").hasPrefix("CHANGE MASTER 'c' TO MASTER_HOST"))
    #expect(ReplicationStatements(old).start.text == "START SLAVE")
  }

  @Test func `another source alone keeps the account`() {
    let text = ReplicationStatements(mysql).change(
      to: "db2", port: 1, from: .place(.init(file: "bin.7", offset: 99))
    ).text
    #expect(
      text
        == "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'db2', SOURCE_PORT = 1, SOURCE_LOG_FILE = 'bin.7', "
        + "SOURCE_LOG_POS = 99")
  }

  @Test func `a complaint about syntax does not tell the password`() {
    let failure = SQLFailure(
      number: 1064, text: "syntax to use near 'SOURCE_USER = 'repl', SOURCE_PASSWORD = 'secret'", server: "db"
    )
    #expect(!failure.description.contains("secret"))
  }
}
