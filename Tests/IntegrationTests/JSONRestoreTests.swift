import Backup
import Basics
import FoundationEssentials
import MySQL
import Pipeline
import Repository
import TestKit
import Testing

/// MySQL's JSON holds more kinds of value than its text can say; what a restore makes of them.
@Suite(.enabled(if: TestServer.mysql.address() != nil, Comment(rawValue: TestServer.remedy)))
struct JSONRestoreTests {
  private static let remark = "came back as doubles, as every logical dump of MySQL does"

  /// A backup of one database, and the way back.
  private struct Copy: Sendable {
    let database: String
    let reader: BackupReader
    let target: Source

    func restore() async throws -> LogicalRestore.Outcome {
      try await RestoreJob(
        target: target, reader: reader, settings: RestoreJob.Settings(threads: 2), progress: WorkProgress(),
        log: .silent
      ).run()
    }

    func compare() async throws -> RestoreComparison.Findings {
      let plan = try RestorePlan(
        try DumpContents(json: try reader.contents()), selection: Selection(),
        mapping: NameMapping(rules: []),
        includesAccounts: false)
      return try await RestoreComparison(source: target, reader: reader, threads: 2, progress: WorkProgress())
        .run(plan)
    }
  }

  /// Backs up what `fill` makes, and gives the copy to `body` with a session on the target.
  private func withCopy(
    _ fill: (Connection) async throws -> Void, _ body: (Copy, Connection) async throws -> Void
  ) async throws {
    let server = TestServer.mysql
    try await server.withDatabase { database, connection in
      try await fill(connection)
      let folder = FileManager.default.temporaryDirectory.appending(path: "dbops-json-\(database)").path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let repository = try Repository.create(try DirectoryStore(path: folder, root: .created))
      let dump = LogicalBackup.Settings(
        selection: Selection(databases: [database]), threads: 2, chunkBytes: .kibibytes(64),
        includesAccounts: false)
      let backup = try await BackupJob(
        source: Source(try server.options()), repository: repository,
        settings: .init(target: "lab", run: RunID(), dbops: "test", dump: dump), progress: WorkProgress(),
        log: .silent
      ).run()
      let target = try server.options(.target)
      let copy = Copy(
        database: database, reader: try repository.reader(backup.manifest, keyring: Keyring([])),
        target: Source(target))
      let session = try await Connection.open(target)
      let result: Result<Void, any Error>
      do {
        result = .success(try await body(copy, session))
      } catch {
        result = .failure(error)
      }
      try await session.execute("DROP DATABASE IF EXISTS \(quoted: database)")
      await session.close()
      try result.get()
    }
  }

  private func makeOpaque(_ connection: Connection) async throws {
    try await connection.execute(
      "CREATE TABLE opaque (id INT NOT NULL PRIMARY KEY, j JSON, d DECIMAL(5, 2), k JSON NOT NULL)")
    let values: [SQLText] = [
      "JSON_OBJECT('n', CAST('1.50' AS DECIMAL(5, 2)), 's', '1.50')",
      "CAST(CAST('12345678901234567890.1234567890' AS DECIMAL(40, 10)) AS JSON)",
      "JSON_ARRAY(CAST('-0.10' AS DECIMAL(5, 2)), CONCAT('\"', CHAR(92), '\t1.50\n'))",
      "CAST(CAST('99999999999999999999' AS DECIMAL(30, 0)) AS JSON)", "CAST(DATE '2024-02-29' AS JSON)",
      "CAST(TIMESTAMP '2024-02-29 23:59:59.999999' AS JSON)", "CAST(x'00FF5C27' AS JSON)",
      "CAST(b'1010' AS JSON)", "CAST(-0.0E0 AS JSON)", "CAST(1e22 AS JSON)", "NULL",
      "CAST(18446744073709551615 AS JSON)",
    ]
    for (id, value) in values.enumerated() {
      try await connection.execute("INSERT INTO opaque VALUES (\(id), \(value), 1.50, '[\"1.50\", null]')")
    }
    try await connection.execute("CREATE TABLE plain (id INT NOT NULL PRIMARY KEY, j JSON)")
    try await connection.execute("INSERT INTO plain VALUES (1, '{\"a\": [1.5, \"1.50\", 7]}')")
  }

  @Test func `decimals inside JSON are a remark, and everything else comes back`() async throws {
    try await withCopy(makeOpaque) { copy, session in
      let wanted = ["decimals inside JSON of \(copy.database).opaque \(Self.remark) (4 rows affected)"]
      #expect(try await copy.restore().remarks == wanted)
      let findings = try await copy.compare()
      #expect(findings.differences == [])
      #expect(findings.remarks == wanted)
      let row = try await session.query(
        "SELECT CAST(j AS CHAR) FROM \(quoted: copy.database, "opaque") WHERE id = 0")
      #expect(row.first?[0].string == #"{"n": 1.5, "s": "1.50"}"#)
    }
  }

  /// What somebody else does to the copy, and how many rows then have decimals.
  @Test(arguments: [
    "SET j = JSON_SET(j, '$.n', 1.51E0) WHERE id = 0", "SET j = JSON_SET(j, '$.s', '1.5') WHERE id = 0",
    "SET j = JSON_SET(j, '$.n', '1.50') WHERE id = 0", "SET d = 1.51 WHERE id = 3",
    "SET k = '[\"1.5\", null]' WHERE id = 2",
    "SET j = 'null' WHERE id = 10", "SET j = CAST(1.8446744073709552e19 AS JSON) WHERE id = 11",
  ])
  func `a real difference beside decimals is found`(change: String) async throws {
    try await withCopy(makeOpaque) { copy, session in
      _ = try await copy.restore()
      try await session.execute("UPDATE \(quoted: copy.database, "opaque") \(raw: change)")
      let findings = try await copy.compare()
      #expect(
        findings.differences.map(\.description)
          == ["table \(copy.database).opaque: has other rows, though as many (12)"])
      #expect(findings.remarks == [])
    }
  }

  @Test func `a missing row is a difference in a table with decimals, too`() async throws {
    try await withCopy(makeOpaque) { copy, session in
      _ = try await copy.restore()
      try await session.execute("DELETE FROM \(quoted: copy.database, "opaque") WHERE id = 5")
      let findings = try await copy.compare()
      #expect(
        findings.differences.map(\.description)
          == ["table \(copy.database).opaque: has 11 rows instead of 12"])
      #expect(findings.remarks == [])
    }
  }

  /// Our form of a number is the server's, so that only rows with a decimal count as affected.
  @Test func `decimals and doubles of any size compare equal, and only what changed is counted`() async throws
  {
    try await withCopy(makeMany) { copy, session in
      let remark = try #require(try await copy.restore().remarks.first)
      #expect(try await copy.compare().differences == [])
      let source = try await Connection.open(TestServer.mysql.options())
      let before = try await texts(copy, source)
      let after = try await texts(copy, session)
      await source.close()
      for (old, new) in zip(before, after) where old != new {
        #expect(Double(old).map(JSONNumberForm.text) == new, "\(old)")
      }
      let changed = zip(before, after).count { $0 != $1 }
      #expect(changed > 1000)
      #expect(remark.hasSuffix("(\(changed) rows affected)"))
    }
  }

  private func makeMany(_ connection: Connection) async throws {
    try await connection.execute("CREATE TABLE many (id INT NOT NULL PRIMARY KEY, j JSON)")
    for start in stride(from: 0, to: 4000, by: 500) {
      let rows = (start..<start + 500).map { id -> SQLText in
        let double = Double(bitPattern: .random(in: 0...UInt64.max))
        let digits = (0..<65).map { _ in String(Int.random(in: 0...9)) }
        let scale = Int.random(in: 1...30)
        let decimal = "-\(digits[..<Int.random(in: 1...35)].joined()).\(digits[35..<35 + scale].joined())"
        return id.isMultiple(of: 2)
          ? "(\(id), CAST(\(raw: double.isFinite ? "\(double)" : "0E0") AS JSON))"
          : "(\(id), CAST(CAST('\(raw: decimal)' AS DECIMAL(65, \(scale))) AS JSON))"
      }
      try await connection.execute("INSERT INTO many VALUES \(rows.joined(separator: ", "))")
    }
  }

  private func texts(_ copy: Copy, _ connection: Connection) async throws -> [String] {
    try await connection.query("SELECT CAST(j AS CHAR) FROM \(quoted: copy.database, "many") ORDER BY id")
      .compactMap { $0[0].string }
  }
}
