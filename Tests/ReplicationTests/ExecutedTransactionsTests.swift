import MySQL
import Replication
import Testing

@Suite struct ExecutedTransactionsTests {
  private static let one = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
  private static let two = "73cf7a6c-6a2c-11ee-8c99-0242ac120002"

  private func mysql(_ text: String) throws -> ExecutedTransactions {
    .mysql(try #require(MySQLGTIDs(text: text)))
  }

  private func mariadb(_ log: String, _ position: String = "") throws -> ExecutedTransactions {
    .mariadb(
      log: try #require(MariaDBLogState(text: log)), position: try #require(MariaDBGTIDs(text: position)))
  }

  @Test func `what is missing on MySQL is counted over all servers`() throws {
    let here = try mysql("\(Self.one):1-90:95,\(Self.two):1-3")
    let there = try mysql("\(Self.one):1-100,\(Self.two):1-5")
    #expect(here.distance(behind: there) == 11)
    #expect(there.distance(behind: here) == 0)
  }

  @Test func `what is missing on MariaDB is counted by domain`() throws {
    let here = try mariadb("", "0-101-90,1-7-4")
    let there = try mariadb("0-101-100,1-7-4,0-102-95")
    #expect(here.distance(behind: there) == 10)
    #expect(there.distance(behind: here) == 0)
  }

  @Test func `a domain that never arrived cannot be counted`() throws {
    // It may begin anywhere.
    #expect(try mariadb("", "0-101-90").distance(behind: mariadb("0-101-100,3-101-7")) == nil)
  }

  @Test func `what a replica of MariaDB wrote itself is no progress`() throws {
    let source = try mariadb("0-101-1000")
    #expect(try mariadb("0-101-900,0-102-1000", "0-101-900").distance(behind: source) == 100)
    // Once it was the primary itself: what the source has from then counts, what came later does not.
    let former = try mariadb("0-102-950,0-101-1000", "0-102-950")
    #expect(try mariadb("0-102-950").distance(behind: former) == 50)
    #expect(try mariadb("0-102-999").distance(behind: former) == 50)
  }

  @Test(arguments: ["OFF", "OFF_PERMISSIVE"])
  func `where new transactions get no identifiers, old ones tell nothing`(mode: String) {
    let old = ExecutedTransactions.mysql(mode: mode, executed: "\(Self.one):1-5")
    #expect(old == .untracked)
    #expect(ExecutedTransactions.mysql(mode: "ON", executed: "\(Self.one):1-5").distance(behind: old) == nil)
  }

  @Test(arguments: ["ON", "ON_PERMISSIVE"])
  func `where they get some, they are counted`(mode: String) {
    let here = ExecutedTransactions.mysql(mode: mode, executed: "\(Self.one):1-3")
    let there = ExecutedTransactions.mysql(mode: mode, executed: "\(Self.one):1-5")
    #expect(here.distance(behind: there) == 2)
  }

  @Test func `without identifiers nothing can be counted`() throws {
    let set = try mysql("\(Self.one):1-5")
    #expect(ExecutedTransactions.untracked.distance(behind: set) == nil)
    #expect(set.distance(behind: .untracked) == nil)
    #expect(ExecutedTransactions.untracked.errant(beyond: [set]) == nil)
    #expect(try mysql("").distance(behind: mariadb("0-1-1")) == nil)
  }

  @Test func `a transaction that no server above has is errant`() throws {
    let replica = try mysql("\(Self.one):1-100,\(Self.two):1-2")
    #expect(replica.errant(beyond: [try mysql("\(Self.one):1-120")]) == "\(Self.two):1-2")
    // One of several sources has it.
    #expect(replica.errant(beyond: [try mysql("\(Self.one):1-120"), try mysql("\(Self.two):1-2")]) == "")
    #expect(try mysql("\(Self.one):5").errant(beyond: [mysql("\(Self.one):1-4:6-9")]) == "\(Self.one):5")
  }

  @Test func `on MariaDB what a server wrote itself and nobody above knows is errant`() throws {
    let primary = try mariadb("0-101-120")
    #expect(try mariadb("0-101-100,0-102-101", "0-101-100").errant(beyond: [primary]) == "0-102-101")
    #expect(try mariadb("0-101-120", "0-101-120").errant(beyond: [primary]) == "")
    // The primary has replicated it, when that one was the primary.
    #expect(try mariadb("0-101-100,0-102-57").errant(beyond: [mariadb("0-102-60,0-101-120")]) == "")
    // It was built from a copy and never logged what came before.
    #expect(try mariadb("0-102-57").errant(beyond: [mariadb("", "0-102-60")]) == "")
  }

  @Test func `a log's state is read with all servers of a domain`() throws {
    let state = try #require(MariaDBLogState(text: "0-101-5, 0-102-7,1-101-9"))
    #expect(state.description == "0-101-5,0-102-7,1-101-9")
    #expect(MariaDBLogState(text: "0-101") == nil)
    #expect(MariaDBLogState(text: "")?.isEmpty == true)
  }
}
