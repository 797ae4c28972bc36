import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)))
struct MySQLStatementTests {
  @Test(arguments: TestServer.available)
  func `values come back as they were sent`(server: TestServer) async throws {
    try await server.withDatabase { _, connection in
      let blob = (0...255).map { UInt8($0) }
      let text = "it's \\ a \"test\" – 🐬\n\0end"
      try await connection.execute(
        "CREATE TABLE t (id BIGINT PRIMARY KEY, s LONGTEXT, b LONGBLOB, d DOUBLE, u BIGINT UNSIGNED)")
      try await connection.execute(
        "INSERT INTO t VALUES (1, \(literal: .string(text)), \(literal: .bytes(blob)), \(literal: .double(1.5e300)), \(literal: .uint(.max)))"
      )
      try await connection.execute(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?)",
        [.int(2), .string(text), .bytes(blob), .double(1.5e300), .uint(.max)])
      for rows in [
        try await connection.query("SELECT * FROM t ORDER BY id"),
        try await connection.query("SELECT * FROM t WHERE id > ? ORDER BY id", [.int(0)]),
      ] {
        #expect(rows.count == 2)
        for row in rows {
          #expect(row["s"].string == text)
          #expect(row["b"].bytes == blob)
          #expect(row["D"].double == 1.5e300)
          #expect(row["u"].uint == .max)
          #expect(row["none"].isNull)
        }
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `names of every sort are quoted`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      for name in [
        "a`b", "quote'\"", "new\nline", "back\\slash", "ünïcode", String(repeating: "x", count: 64),
      ] {
        try await connection.execute("CREATE TABLE \(quoted: database, name) (\(quoted: name) INT)")
        try await connection.execute("INSERT INTO \(quoted: name) (\(quoted: name)) VALUES (7)")
        let rows = try await connection.query("SELECT \(quoted: name, name) FROM \(quoted: database, name)")
        #expect(rows.columns == [name])
        #expect(rows[0][0].int == 7)
      }
    }
  }
}
