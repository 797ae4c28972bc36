import MySQL
import OnlineAlter
import Testing

@Suite struct MigrationPrivilegesTests {
  private static let table = TableName("shop", "orders")
  private static let all = MigrationPrivileges.Work.rebuild(findsReplicas: true, switchesFormat: true)

  private func onServer(_ version: String, _ work: MigrationPrivileges.Work = all) -> [String] {
    let server = ServerInfo(text: version, comment: "")
    let needs = MigrationPrivileges(server, MigrationNames(Self.table, .known)).needs(for: work)
    return needs.filter { $0.place == .server }.map(\.privilege)
  }

  @Test func `MySQL wants what its version knows`() {
    #expect(
      onServer("5.7.44") == ["REPLICATION SLAVE", "REPLICATION CLIENT", "PROCESS", "SUPER", "PROCESS"])
    #expect(
      onServer("8.0.36") == [
        "REPLICATION SLAVE", "REPLICATION CLIENT", "PROCESS", "XA_RECOVER_ADMIN", "SYSTEM_VARIABLES_ADMIN",
        "PROCESS",
      ])
  }

  @Test func `MariaDB wants what its version knows`() {
    #expect(
      onServer("10.4.32-MariaDB") == [
        "REPLICATION SLAVE", "REPLICATION CLIENT", "PROCESS", "SUPER", "PROCESS",
      ])
    #expect(
      onServer("10.11.19-MariaDB") == [
        "REPLICATION SLAVE", "BINLOG MONITOR", "SLAVE MONITOR", "PROCESS", "REPLICATION MASTER ADMIN",
        "BINLOG ADMIN", "PROCESS",
      ])
  }

  @Test func `replicas that are not looked for, and a format that stays, want nothing`() {
    let less = MigrationPrivileges.Work.rebuild(findsReplicas: false, switchesFormat: false)
    #expect(
      onServer("10.11.19-MariaDB", less) == [
        "REPLICATION SLAVE", "BINLOG MONITOR", "SLAVE MONITOR", "PROCESS",
      ])
  }

  @Test func `a change that the server makes by itself wants nothing of the server`() {
    #expect(onServer("8.4.0", .native).isEmpty)
  }
}
