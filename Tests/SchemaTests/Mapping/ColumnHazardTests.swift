import Schema
import TestKit
import Testing

@Suite struct ColumnHazardTests {
  typealias Kind = ColumnHazard.Kind

  private func kinds(_ before: String, _ after: String, key: [String] = []) throws -> Set<Kind> {
    let mapping = try Tables.mapping(["`c` \(before)"], ["`c` \(after)"] + key)
    #expect(mapping.hazards.allSatisfy { $0.column == "c" && !$0.text.isEmpty })
    return Set(mapping.hazards.map(\.kind))
  }

  @Test(arguments: TypeChanges.harmless)
  func `what keeps every value is no hazard`(before: String, after: String) throws {
    #expect(try kinds(before, after) == [])
  }

  @Test(arguments: TypeChanges.risky)
  func `what may lose or change values is told`(before: String, after: String, expected: Set<String>) throws {
    #expect(Set(try kinds(before, after).map(\.rawValue)) == expected)
  }

  @Test func `a collation matters where a unique key holds the column`() throws {
    let (before, after) = ("varchar(9) COLLATE utf8mb4_bin", "varchar(9) COLLATE utf8mb4_general_ci")
    #expect(try kinds(before, after) == [])
    #expect(try kinds(before, after, key: ["KEY `c` (`c`)"]) == [])
    #expect(try kinds(before, after, key: ["UNIQUE KEY `c` (`c`)"]) == [.collationOnUniqueKey])
    #expect(try kinds("varchar(9)", "varchar(9)", key: ["UNIQUE KEY `c` (`c`)"]) == [])
  }

  @Test func `a new check of the table may keep rows out, one that is not enforced cannot`() throws {
    let source = ["`a` int", "CONSTRAINT `t_chk_1` CHECK ((`a` > 0))"]
    let same = ["`a` int", "CONSTRAINT `g_chk_1` CHECK ((`a` > 0))"]
    #expect(try Tables.mapping(source, same).hazards.isEmpty)
    let more = same + ["CONSTRAINT `more` CHECK ((`a` < 9))"]
    #expect(try Tables.mapping(source, more).hazards.map(\.column) == ["more"])
    #expect(try Tables.mapping(source, more).hazards.map(\.kind) == [.checkAdded])
    let loose = same + ["CONSTRAINT `more` CHECK ((`a` < 9)) /*!80016 NOT ENFORCED */"]
    #expect(try Tables.mapping(source, loose).hazards.isEmpty)
  }

  @Test func `hazards name what is concerned`() throws {
    let mapping = try Tables.mapping(
      ["`c` enum('new','it''s','gone')"], ["`c` enum('it''s','new')"], "MODIFY c ENUM('it''s','new')")
    #expect(
      mapping.hazards.map(\.text) == [
        "rows that hold 'gone' cannot be copied: no longer a member",
        "'new', 'it's' get other numbers: texts are kept, but the order and what is compared by number change",
      ])
    #expect(mapping.hazards.map(\.severity) == [.loss, .meaning])
  }

  @Test(arguments: [
    ("`x` varchar(36) DEFAULT (uuid())", true), ("`x` bigint NOT NULL AUTO_INCREMENT", true),
    ("`x` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP", true), ("`x` int DEFAULT '1'", false),
    ("`x` int DEFAULT NULL", false),
  ])
  func `a new column whose default changes is told`(column: String, isHazard: Bool) throws {
    let mapping = try Tables.mapping(["`id` int"], ["`id` int", column], "ADD x INT")
    #expect(mapping.hazards.map(\.kind) == (isHazard ? [.defaultPerCopy] : []))
    #expect(mapping.hazards.allSatisfy { $0.column == "x" })
  }
}
