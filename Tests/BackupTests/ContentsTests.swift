import Backup
import Basics
import MySQL
import Pipeline
import TestKit
import Testing

@Suite struct ContentsTests {
  private func contents() throws -> DumpContents {
    let checksum = try #require(RowChecksum(text: "3:000102030405060708090a0b0c0d0e0f"))
    let strange: [UInt8] = Array("CREATE VIEW `v` AS select '".utf8) + [0x00, 0xFF, 0xC3, 0x28, 0x27]
    let definition = Sample.table(
      "shop\n`\"☃", "t", create: strange,
      columns: [
        Sample.column("f", "float"), Sample.column("g", "json"), Sample.column("h", isGenerated: true),
      ])
    let objects = [TableObject(number: 7, checksum: checksum), TableObject(number: 9, checksum: checksum)]
    let program = StoredProgram(
      kind: .packageBody, name: TableName("shop", "p"), create: strange, sqlMode: "ANSI_QUOTES",
      characterSetClient: "latin1", collationConnection: "latin1_bin", databaseCollation: "utf8mb4_bin",
      timeZone: "SYSTEM", details: ["a", ""])
    return DumpContents(
      databases: [DatabaseDefinition(name: "shop", create: Array("CREATE DATABASE `shop`".utf8))],
      tables: [TableContents(definition, objects: objects)], programs: [program],
      accounts: [Account(user: "", host: "%", isRole: true, create: [], grants: [strange, []])])
  }

  @Test func `contents come back from their JSON, definitions that are no UTF-8 included`() throws {
    let contents = try contents()
    let again = try DumpContents(json: JSONValue(parsing: contents.json.bytes))
    #expect(again == contents)
    #expect(again.tables[0].create == contents.tables[0].create)
    #expect(again.tables[0].checksum.description == "6:00020406080a0c0e10121416181a1c1e")
    #expect(again.tables[0].columns.map(\.transfer) == [.asDouble, .asText])
    #expect(again.accounts[0].grants[0] == contents.accounts[0].grants[0])
  }

  @Test(arguments: 0..<100)
  func `any bytes survive as a definition`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    // Short ones are valid UTF-8 now and then, long ones never.
    let bytes = generator.bytes(seed % 10 == 0 ? 300 : seed % 4)
    var contents = try contents()
    contents.databases = [DatabaseDefinition(name: "d", create: bytes)]
    #expect(try DumpContents(json: JSONValue(parsing: contents.json.bytes)).databases[0].create == bytes)
  }

  @Test func `a newer form is refused and not called damaged`() throws {
    var members = try #require(try contents().json.objectValue)
    members["version"] = 2
    #expect(failure { _ = try DumpContents(json: .object(members)) }?.code == .refused)
    members["version"] = 1
    members["kind"] = "mysql-physical"
    #expect(failure { _ = try DumpContents(json: .object(members)) }?.code == .refused)
  }

  @Test func `every member that is missing or of another kind is damage`() throws {
    let good = try contents().json
    var tried = 0
    Nasty.replacements(in: good) { path, bad in
      tried += 1
      let error = failure { _ = try DumpContents(json: bad) }
      let isVersion = path == "/kind" || path == "/version"
      // Some values are as good as the ones they replace: another name, another text.
      if let error { #expect(error.code == .corrupt || (isVersion && error.code == .refused), "\(path)") }
    }
    #expect(tried > 500)
  }

  @Test(arguments: ["checksum", "objects", "columns", "create", "transactional", "life_span"])
  func `a table lacking a member is named as damage`(member: String) throws {
    var table = try #require(try contents().json["tables"]?.arrayValue?.first?.objectValue)
    table[member] = nil
    #expect(failure { _ = try TableContents(json: .object(table)) }?.code == .corrupt)
  }

  @Test(arguments: ["+1", "0", "zz", "AB", "0x", " 1", "☃☃"])
  func `hex that is none is damage`(hex: String) throws {
    var members = try #require(try contents().json.objectValue)
    members["databases"] = [["name": "d", "create": ["hex": .string(hex)]]]
    #expect(failure { _ = try DumpContents(json: .object(members)) }?.code == .corrupt)
  }

  @Test func `objects that do not add up to their table are damage`() throws {
    var table = try #require(try contents().json["tables"]?.arrayValue?.first?.objectValue)
    table["objects"] = .array(Array(try #require(table["objects"]?.arrayValue).dropLast()))
    let error = failure { _ = try TableContents(json: .object(table)) }
    #expect(error?.code == .corrupt && error?.why.contains("do not add up") == true)
  }

  @Test func `row numbers that would overflow are damage`() throws {
    var table = try #require(try contents().json["tables"]?.arrayValue?.first?.objectValue)
    let many = JSONValue.string("\(Int64.max):00000000000000000000000000000000")
    table["objects"] = .array([["n": 1, "checksum": many], ["n": 2, "checksum": many]])
    #expect(failure { _ = try TableContents(json: .object(table)) }?.code == .corrupt)
  }
}
