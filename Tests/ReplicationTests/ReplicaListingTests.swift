import MySQL
import Replication
import Testing

@Suite struct ReplicaListingTests {
  private typealias Entry = ReplicaListing.Entry
  private typealias Session = ReplicaListing.Session

  private func places(_ entries: [Entry]?, _ sessions: [Session] = []) -> [ReplicaListing.Place] {
    ReplicaListing(entries: entries, sessions: sessions)
      .places(ours: [99_999], account: "dbops", sourcePort: 3310)
  }

  @Test func `a replica that reports its address is there`() {
    #expect(
      places([Entry(serverID: 2, host: "db2", port: 3307, uuid: "u")])
        == [.at(Replica(.tcp(host: "db2", port: 3307), serverID: 2))])
  }

  @Test func `a replica that reports only its port is somewhere`() {
    #expect(
      places([Entry(serverID: 2, host: "", port: 3307), Entry(serverID: 3, host: "", port: 3306, uuid: "u")])
        == [.somewhere(serverID: 2, port: 3307), .somewhere(serverID: 3, port: 3306)])
  }

  @Test func `programs that read the log are no replicas`() {
    #expect(
      places([
        Entry(serverID: 99_999, host: "here", port: 1), Entry(serverID: 21_000, host: "", port: 0),
        Entry(serverID: 21_001, host: "10.0.0.9", port: 0),
        Entry(serverID: 5, host: "", port: 3306, uuid: ""),
      ]) == [])
  }

  @Test func `without the list those who dump the log are replicas at the server's own port`() {
    let sessions = [
      Session(user: "repl", host: "10.0.0.2:51000", command: "Binlog Dump GTID"),
      Session(user: "repl", host: "10.0.0.2:51001", command: "Binlog Dump"),
      Session(user: "repl", host: "[::1]:51001", command: "Binlog Dump"),
      Session(user: "dbops", host: "10.0.0.9:51002", command: "Binlog Dump"),
      Session(user: "app", host: "10.0.0.3:1", command: "Query"),
    ]
    #expect(
      places(nil, sessions) == [
        .at(Replica(.tcp(host: "10.0.0.2", port: 3310))), .at(Replica(.tcp(host: "::1", port: 3310))),
      ])
  }

  @Test func `who sees only its own sessions cannot tell that there are no replicas`() {
    #expect(places(nil, [Session(user: "dbops", host: "h:1", command: "Query")]) == [.unknown])
    #expect(places(nil, [Session(user: "root", host: "localhost", command: "Sleep")]) == [])
  }
}
