import Basics
import Foundation
import MySQL
import TestKit
import Testing

/// Tests of what dbops does when things go wrong, through its command line and against the lab's servers. One at
/// a time: some of them time what dbops does.
@Suite(
  .serialized, .enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)),
  .timeLimit(.minutes(10)))
struct Faults {}

/// A database on a lab server, a configuration, keys, and a repository, for one test.
final class Workshop: Sendable {
  let server: TestServer
  let folder: String
  /// The database; its copy on the target has the same name.
  let database: String
  let dbops: DbopsProgram
  /// Of the account that dbops uses, which is named like the database.
  let password: String

  /// Names of the targets in the configuration.
  static let (source, target) = ("source", "target")

  /// Runs `body` with a workshop and tidies up afterwards, whatever happens.
  ///
  /// - Parameter rows: How many rows the largest table has.
  static func open(
    _ server: TestServer, rows: Int = 2000, _ body: (Workshop) async throws -> Void
  ) async throws {
    let workshop = try Workshop(server)
    do {
      try await workshop.fill(rows: rows)
      try await workshop.expect(0, ["--quiet", "init"])
      try await body(workshop)
    } catch {
      try await workshop.tidy()
      throw error
    }
    try await workshop.tidy()
  }

  private init(_ server: TestServer) throws {
    self.server = server
    let word = RunID().description.suffix(10).lowercased()
    database = "faults_\(word)"
    folder = NSTemporaryDirectory() + "/dbops-\(database)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    dbops = try DbopsProgram(configuration: "\(folder)/dbops.yaml")
    password = "canary-\(RunID())"
    try write(password, "password")
    try configure()
  }

  var repository: String { "\(folder)/repository" }

  /// What the configuration says where a test wants it to say something else.
  struct Settings {
    /// Where both servers are looked for.
    var address: ServerAddress?
    var source: ServerAddress?
    var target: ServerAddress?
    var user: String?
    var encryption: String?
    /// The folder of the repository.
    var repository: String?
    var more = ""
  }

  func configure(_ settings: Settings = Settings()) throws {
    let source = try settings.source ?? settings.address ?? server.options(.primary).address
    let target = try settings.target ?? settings.address ?? server.options(.target).address
    let account = "user: \(settings.user ?? database), password: {file: \(folder)/password}"
    let keys = "encryption: {recipients: [\(folder)/backup.pub], identity: {file: \(folder)/backup.key}}"
    try write(
      """
      version: 1
      state: {dir: \(folder)/state}
      targets:
        source:
          {type: mysql, primary: "\(Self.text(source))", databases: [\(database)], \(account),
           backup: {from: primary, threads: 3, chunk-size: 1MiB}}
        target: {type: mysql, primary: "\(Self.text(target))", \(account)}
      storage:
        local: {type: directory, path: \(settings.repository ?? repository)}
      \(settings.encryption ?? keys)
      \(settings.more)

      """, "dbops.yaml")
  }

  private static func text(_ address: ServerAddress) -> String {
    if case .socket(let path) = address { return "socket:\(path)" }
    return address.description
  }

  func write(_ text: String, _ name: String) throws {
    let path = "\(folder)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}

extension Workshop {
  /// Makes the database: tables with and without keys, transactions and triggers.
  private func fill(rows: Int) async throws {
    let connection = try await Connection.open(server.options())
    try await connection.execute("CREATE DATABASE \(quoted: database) CHARACTER SET utf8mb4")
    try await connection.execute("USE \(quoted: database)")
    let statements: [SQLText] = [
      """
      CREATE TABLE goods (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, code CHAR(56) CHARACTER SET ascii NOT NULL,
      title VARCHAR(200), filling VARBINARY(200), KEY by_code (code), KEY by_title (title))
      """,
      "CREATE TABLE labels (label VARCHAR(80) NOT NULL PRIMARY KEY, goods INT, FOREIGN KEY (goods) REFERENCES goods (id))",
      "CREATE TABLE visits (id INT NOT NULL PRIMARY KEY, who VARCHAR(60)) ENGINE=MyISAM",
      """
      INSERT INTO goods (id, code, title, filling)
      SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n, SHA2(CONCAT(a.n, b.n, c.n, d.n, e.n), 224),
      CONCAT('Thing — ', a.n, b.n, c.n, d.n, e.n), UNHEX(SHA2(CONCAT(e.n, a.n, b.n, c.n, d.n), 512))
      FROM \(Self.digits("e")), \(Self.digits("d")), \(Self.digits("c")), \(Self.digits("b")), \(Self.digits("a"))
      WHERE a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n < \(rows)
      """,
      "INSERT INTO labels SELECT CONCAT(code, '-', id), id FROM goods WHERE id MOD 4 = 0",
      "INSERT INTO visits SELECT id, code FROM goods WHERE id MOD 20 = 0",
      "CREATE VIEW named AS SELECT g.id, l.label FROM goods g JOIN labels l ON l.goods = g.id",
      "CREATE TRIGGER numbered BEFORE INSERT ON visits FOR EACH ROW SET NEW.who = COALESCE(NEW.who, 'nobody')",
      "ANALYZE TABLE goods",
    ]
    for statement in statements { try await connection.execute(statement) }
    await connection.close()
    for role in [TestServer.Role.primary, .target] {
      try await makeAccount(database, server.options(role), grants: ["ALL PRIVILEGES ON *.*"])
    }
  }

  /// Makes an account with the workshop's password. It is not replicated.
  func makeAccount(_ name: String, _ options: ConnectionOptions, grants: [SQLText]) async throws {
    let connection = try await Connection.open(options)
    try await connection.execute("SET SESSION sql_log_bin = 0")
    try await connection.execute(
      "CREATE USER \(quoted: name)@'%' IDENTIFIED BY \(literal: .string(password))")
    for grant in grants { try await connection.execute("GRANT \(grant) TO \(quoted: name)@'%'") }
    await connection.close()
  }

  private static func digits(_ name: String) -> SQLText {
    let rows = (0..<10).map { $0 == 0 ? "SELECT 0 n" : "SELECT \($0)" as SQLText }
    return "(\(rows.joined(separator: " UNION ALL "))) \(raw: name)"
  }

  private func tidy() async throws {
    for role in [TestServer.Role.primary, .target] {
      let connection = try await Connection.open(server.options(role))
      try await connection.execute("DROP DATABASE IF EXISTS \(quoted: database)")
      try await connection.execute("SET SESSION sql_log_bin = 0")
      for name in [database, "\(database)_less"] {
        try await connection.execute("DROP USER IF EXISTS \(quoted: name)@'%'")
      }
      await connection.close()
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Runs dbops and expects it to end with `status`.
  @discardableResult
  func expect(
    _ status: Int32, _ arguments: [String], at location: SourceLocation = #_sourceLocation
  ) async throws -> DbopsProgram.Ended {
    let ended = try await dbops.run(arguments)
    #expect(
      ended.status == status, "dbops \(arguments.joined(separator: " ")): \(ended.text)",
      sourceLocation: location)
    return ended
  }

  /// The command that backs the database up.
  var backup: [String] { ["backup", "--target", Self.source, "--no-accounts"] }

  /// The command that restores it, whatever the target holds.
  var restore: [String] { ["restore", "--target", Self.source, "--into", Self.target, "--execute"] }

  /// The ids of the backups that are listed as complete.
  func complete() async throws -> [String] {
    let ended = try await dbops.run(["backups", "--target", Self.source])
    return ended.output.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: " ")
      return cells.last == "complete" ? cells.first.map { String($0) } : nil
    }
  }

  /// What stands on the target: databases of ours, and the restore's ledger of them. Empty when it is untouched.
  func tracesOnTarget() async throws -> [String] {
    let connection = try await Connection.open(server.options(.target))
    let databases = try await connection.query(
      "SELECT SCHEMA_NAME AS n FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?",
      [.string(database)])
    var traces = databases.compactMap { $0["n"].string }
    do {
      let items = try await connection.query(
        "SELECT item AS i FROM dbops.restore_ledger WHERE item LIKE ?",
        [.string("%\(database)%")])
      traces += items.compactMap { $0["i"].string }
    } catch let failure as SQLFailure where failure.kind == .unknownObject {}
    await connection.close()
    return traces
  }

  /// Counts and checksums of all tables, computed by the server alone.
  func sums(_ role: TestServer.Role) async throws -> [String] {
    let connection = try await Connection.open(server.options(role))
    var sums: [String] = []
    for (table, columns) in [
      ("goods", "id, code, title, HEX(filling)"), ("labels", "label, goods"), ("visits", "id, who"),
    ] {
      let row = try await connection.query(
        """
        SELECT COUNT(*) AS c, SUM(CRC32(CONCAT_WS(',', \(raw: columns)))) AS s
        FROM \(quoted: database, table)
        """
      ).first
      sums.append("\(table) \(row?["c"].string ?? "") \(row?["s"].string ?? "")")
    }
    await connection.close()
    return sums
  }

  /// Expects the target to hold what the source holds, and nothing of the restore to be left there.
  func expectEqualCopy(at location: SourceLocation = #_sourceLocation) async throws {
    let (wanted, found) = (try await sums(.primary), try await sums(.target))
    #expect(wanted == found, sourceLocation: location)
    let traces = try await tracesOnTarget()
    #expect(traces == [database], sourceLocation: location)
  }

  func dropCopy() async throws {
    let connection = try await Connection.open(server.options(.target))
    try await connection.execute("DROP DATABASE IF EXISTS \(quoted: database)")
    await connection.close()
  }

  /// Numbers of the sessions that dbops has on the server in `role`.
  func sessions(_ role: TestServer.Role) async throws -> [UInt64] {
    let connection = try await Connection.open(server.options(role))
    let rows = try await connection.query("SHOW PROCESSLIST")
    await connection.close()
    return rows.compactMap { $0["User"].string == database ? $0["Id"].uint : nil }
  }

  /// Waits until dbops has no session on the server in `role` any more.
  func expectNoSessions(_ role: TestServer.Role, at location: SourceLocation = #_sourceLocation) async throws
  {
    let isQuiet = try await eventually { try await sessions(role).isEmpty }
    #expect(isQuiet, "sessions are left on the \(role)", sourceLocation: location)
  }
}

/// Asks again and again until `condition` holds, for a minute at most.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  let deadline = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}
