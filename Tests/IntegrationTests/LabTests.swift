import MySQL
import TestKit
import Testing

/// A test that skips because a server is missing proves nothing: where the lab is promised, all of it must answer.
@Suite(
  .enabled(if: Environment.value("DBOPS_TEST_SERVERS_REQUIRED") != nil, "only where the lab is promised")
)
struct LabTests {
  @Test(arguments: TestServer.allCases, ["primary", "replica", "target"])
  func `every server of the lab answers`(server: TestServer, role: String) async throws {
    let role = try #require(TestServer.Role(rawValue: role))
    let connection = try await Connection.open(try server.options(role))
    #expect(connection.server.flavour.rawValue == server.rawValue)
    await connection.close()
  }
}
