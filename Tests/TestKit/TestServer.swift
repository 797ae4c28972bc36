import Basics
import FoundationEssentials
import MySQL

/// A real server for tests, found through the environment that `scripts/servers env` prints.
package enum TestServer: String, Sendable, CaseIterable, CustomStringConvertible {
  case mariadb
  case mysql

  package enum Role: String, Sendable {
    case primary, replica, target
    // Of the fleet, which `scripts/servers start fleet` starts.
    case replica2, replica3
    case warehousePrimary = "warehouse_primary"
    case warehouseReplica = "warehouse_replica"
  }

  /// Says how to get servers; shown with tests that were skipped.
  package static let remedy = "no servers: run scripts/servers start, then eval \"$(scripts/servers env)\""

  /// The servers whose primary is in the environment.
  package static let available = allCases.filter { $0.address(.primary) != nil }

  package static let areAvailable = !available.isEmpty

  /// The servers whose replicas belong to this test run alone: their replication may be stopped for a while.
  package static let withOwnReplica =
    Environment.value("DBOPS_TEST_OWN_REPLICAS") == nil
    ? [] : available.filter { $0.address(.replica) != nil }

  /// Says how to get the fleet; shown with tests that were skipped.
  package static let fleetRemedy =
    "no fleet: run scripts/servers start base fleet, then eval \"$(scripts/servers env)\""

  /// The servers of which there are a primary with three replicas and a second pair, which belong to this run alone.
  package static let withFleet =
    Environment.value("DBOPS_TEST_OWN_REPLICAS") == nil
    ? []
    : available.filter { server in
      [Role.replica, .replica2, .replica3, .warehousePrimary, .warehouseReplica]
        .allSatisfy { server.address($0) != nil }
    }

  package var description: String { rawValue }

  /// The address of this server in `role`; nil when it is not there.
  package func address(_ role: Role = .primary) -> ServerAddress? {
    Environment.value("DBOPS_TEST_\(rawValue.uppercased())_\(role.rawValue.uppercased())")
      .flatMap { ServerAddress(text: $0) }
  }

  /// The same server through its Unix socket.
  package func socket(_ role: Role = .primary) -> ServerAddress? {
    Environment.value("DBOPS_TEST_\(rawValue.uppercased())_\(role.rawValue.uppercased())_SOCKET")
      .map { ServerAddress.socket(path: $0) }
  }

  /// Options for the account that may do everything, over plaintext on loopback.
  ///
  /// - Throws: `OpsError` `notFound` when the environment does not name the server or the account.
  package func options(_ role: Role = .primary) throws -> ConnectionOptions {
    guard let address = address(role) else { throw Self.missing("\(rawValue) \(role)") }
    return try options(at: address)
  }

  /// Options for the all-powerful account at `address`.
  package func options(at address: ServerAddress) throws -> ConnectionOptions {
    guard let user = Environment.value("DBOPS_TEST_USER") else { throw Self.missing("DBOPS_TEST_USER") }
    var options = ConnectionOptions(address: address, user: user, password: try Self.password())
    options.phase = "test"
    // The machine may be busy with other tests.
    options.connectTimeout = .seconds(60)
    return options
  }

  /// Options for the server's own administrator, who may also do what no grant to another account covers.
  package func administrator(_ role: Role = .primary) throws -> ConnectionOptions {
    guard let socket = socket(role) else { throw Self.missing("socket of \(rawValue) \(role)") }
    let password = try Self.password(in: "DBOPS_TEST_ROOT_PASSWORD_FILE")
    var options = ConnectionOptions(address: socket, user: "root", password: password)
    options.phase = "test"
    return options
  }

  /// The password shared by the lab's accounts.
  package static func password() throws -> Secret { try password(in: "DBOPS_TEST_PASSWORD_FILE") }

  private static func password(in variable: String) throws -> Secret {
    guard let path = Environment.value(variable) else { throw missing(variable) }
    let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    return Secret(text.trimmingCharacters(where: \.isNewline))
  }

  private static func missing(_ what: String) -> OpsError {
    OpsError(.notFound, "there is no \(what)", hint: remedy)
  }

  /// Makes a database of its own for a test and drops it at the end, whatever happens.
  ///
  /// - Parameter body: Is given the database's name and a plain session in it.
  package func withDatabase<Value: Sendable>(
    _ role: Role = .primary, profile: SessionProfile = .plain,
    _ body: (String, Connection) async throws -> Value
  ) async throws -> Value {
    let name = "t_\(RunID().description.lowercased())"
    let options = try options(role).with(profile: profile, phase: "test")
    let connection = try await Connection.open(options)
    try await connection.execute("CREATE DATABASE \(quoted: name) CHARACTER SET utf8mb4")
    let result: Result<Value, any Error>
    do {
      try await connection.execute("USE \(quoted: name)")
      result = .success(try await body(name, connection))
    } catch {
      result = .failure(error)
    }
    // The test may have broken its own session.
    let cleaner = try await Connection.open(options.with(profile: .plain, phase: "test"))
    try await cleaner.execute("DROP DATABASE IF EXISTS \(quoted: name)")
    await cleaner.close()
    await connection.close()
    return try result.get()
  }
}

extension String {
  fileprivate func trimmingCharacters(where isUnwanted: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, isUnwanted(last) { text.removeLast() }
    return String(text.drop(while: isUnwanted))
  }
}
