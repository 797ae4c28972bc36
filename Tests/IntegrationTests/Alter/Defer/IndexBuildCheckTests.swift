import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct IndexBuildCheckTests {
  private func refusal(_ build: IndexBuild) async -> OpsError? {
    do {
      try await build.check()
      return nil
    } catch {
      return OpsError.wrapping(error, as: "check")
    }
  }

  private func build(
    _ database: String, _ primary: ConnectionOptions, _ replicas: [ConnectionOptions]
  ) -> IndexBuild {
    IndexBuild(
      IndexStage.tables(in: database), primary: primary, place: .onEach(replicas: replicas), log: .silent)
  }

  @Test(arguments: TestServer.available)
  func `servers that allow it are not refused, and nothing is left of the check`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let build = build(database, try server.options(), [try server.options(.replica)])
      #expect(await refusal(build) == nil)
      #expect(try await connection.query("SHOW TABLES").isEmpty)
    }
  }

  @Test(arguments: TestServer.available)
  func `a replica that cannot be reached is refused`(server: TestServer) async throws {
    let nowhere = try #require(ServerAddress(text: "127.0.0.1:1"))
    var replica = try server.options()
    replica.address = nowhere
    replica.connectTimeout = .seconds(2)
    let error = await refusal(build("nat_nowhere", try server.options(), [replica]))
    #expect(error?.code == .refused)
    #expect(error?.what.contains("127.0.0.1:1") == true)
  }

  @Test(arguments: TestServer.available)
  func `a build by the log is for servers without replicas`(server: TestServer) async throws {
    func logged(_ options: ConnectionOptions) -> IndexBuild {
      IndexBuild(IndexStage.tables(in: "nat_logged"), primary: options, place: .throughLog, log: .silent)
    }
    let error = await refusal(logged(try server.options()))
    #expect(error?.code == .refused)
    #expect(error?.why.contains("a replica that is not known") == true)
    #expect(await refusal(logged(try server.options(.target))) == nil)
  }

  @Test(arguments: TestServer.available)
  func `a replica that feeds another one is refused unless that is listed, too`(
    server: TestServer
  ) async throws {
    let error = await refusal(
      build("nat_chain", try server.options(.target), [try server.options()]))
    #expect(error?.code == .refused)
    #expect(error?.why.contains("a replica that is not known") == true)
    let whole = build(
      "nat_chain", try server.options(.target), [try server.options(), try server.options(.replica)])
    #expect(await refusal(whole) == nil)
  }

  @Test(arguments: TestServer.available)
  func `a privilege that is missing is named before anything begins`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let tables: SQLText = "ALL ON \(quoted: database).*"
      let unlogged: SQLText =
        server == .mysql
        ? "REPLICATION SLAVE, SESSION_VARIABLES_ADMIN ON *.*"
        : "REPLICATION SLAVE, REPLICATION MASTER ADMIN, BINLOG ADMIN ON *.*"
      let readOnly = server == .mysql ? "CONNECTION_ADMIN" : "READ_ONLY ADMIN"
      let name = "nat_" + database.suffix(20)
      var account = try await LabAccount.make(named: name, on: server, [tables])
      let logged = await refusal(build(database, account, []))
      #expect(logged?.code == .privilege)
      #expect(
        logged?.hint.contains(server == .mysql ? "SESSION_VARIABLES_ADMIN" : "BINLOG ADMIN") == true,
        "\(String(describing: logged))")
      try await connection.execute("GRANT \(unlogged) TO \(quoted: name)@'%'")
      // Nothing is missing on the primary now; but it has a replica.
      let unlisted = await refusal(build(database, account, []))
      #expect(
        unlisted?.why.contains("a replica that is not known") == true, "\(String(describing: unlisted))")
      try await connection.execute("CREATE TABLE arrived (id INT PRIMARY KEY)")
      let replica = try await Connection.open(try server.options(.replica))
      try await IndexStage.arrival(of: TableName(database, "arrived"), replica)
      let isReadOnly = try await replica.query("SELECT @@GLOBAL.read_only AS r").first?["r"].isOn
      await replica.close()
      let primary = account
      account.address = try server.options(.replica).address
      let written = await refusal(build(database, primary, [account]))
      // Other tests may have made the replica writable; then the account may write there.
      #expect(written?.code == (isReadOnly == true ? .privilege : nil))
      #expect(
        written?.hint.contains(readOnly) == (isReadOnly == true ? true : nil),
        "\(String(describing: written))")
      try await connection.execute("DROP USER \(quoted: name)@'%'")
    }
  }
}
