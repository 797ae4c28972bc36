import MySQL
import Testing

@Suite struct ServerInfoTests {
  @Test(arguments: [
    ("5.7.44-log", "MySQL Community Server (GPL)", "MySQL 5.7.44"), ("9.7.4", "Debian", "MySQL 9.7.4"),
    ("8.0.36-28", "Percona Server (GPL), Release 28", "Percona Server 8.0.36"),
    ("10.11.19-MariaDB-0+deb12u1-log", "Debian 12", "MariaDB 10.11.19"),
    ("5.5.5-10.6.1-MariaDB", "", "MariaDB 10.6.1"), ("11.4.2", "MariaDB Server", "MariaDB 11.4.2"),
    ("8.0", "", "MySQL 8.0.0"),
  ])
  func `flavour and version are read from what the server says`(text: String, comment: String, name: String) {
    #expect(ServerInfo(text: text, comment: comment).description == name)
  }

  private func mysql(_ version: String) -> ServerInfo { ServerInfo(text: version, comment: "") }
  private func mariadb(_ version: String) -> ServerInfo {
    ServerInfo(text: "\(version)-MariaDB", comment: "")
  }

  @Test func `locks for backups are used where they exist`() {
    #expect(
      mysql("8.0.0").hasBackupLock && !mysql("5.7.44").hasBackupLock && !mariadb("11.4.0").hasBackupLock)
    #expect(
      mariadb("10.4.1").hasBackupStage && !mariadb("10.4.0").hasBackupStage && !mysql("9.0.0").hasBackupStage)
  }

  @Test func `renamed statements and variables follow the version`() {
    #expect(mysql("5.7.19").transactionIsolationVariable == "tx_isolation")
    #expect(mysql("8.0.36").transactionIsolationVariable == "transaction_isolation")
    #expect(mariadb("10.11.1").transactionIsolationVariable == "tx_isolation")
    #expect(mariadb("11.4.1").transactionIsolationVariable == "transaction_isolation")
    #expect(mysql("8.1.0").binaryLogStatusStatement == "SHOW MASTER STATUS")
    #expect(mysql("8.4.0").binaryLogStatusStatement == "SHOW BINARY LOG STATUS")
    #expect(mariadb("11.4.1").binaryLogStatusStatement == "SHOW MASTER STATUS")
    #expect(mysql("5.7.44").replicaStatusStatement == "SHOW SLAVE STATUS")
    #expect(mysql("8.0.22").replicaStatusStatement == "SHOW REPLICA STATUS")
    #expect(mysql("5.7.44").statementTimeoutVariable == "max_execution_time")
    #expect(mariadb("10.6.1").statementTimeoutVariable == "max_statement_time")
  }

  @Test func `versions are compared by number`() {
    #expect(ServerInfo.Version(10, 9, 9) < ServerInfo.Version(10, 11, 0))
    #expect(!mysql("8.0.9").hasInvisibleColumns)
    #expect(mysql("8.0.23").hasInvisibleColumns)
    #expect(mariadb("10.6.0").insertsManyRows && mariadb("11.4.2").insertsManyRows)
    #expect(!mariadb("10.5.29").insertsManyRows && !mysql("9.7.4").insertsManyRows)
  }
}
