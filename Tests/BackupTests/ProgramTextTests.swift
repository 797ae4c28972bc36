import Backup
import Testing

@Suite struct ProgramTextTests {
  @Test func `names and the comment of a program of another character set are found`() {
    let create = "CREATE PROCEDURE `p\u{E9}`(x INT)\n    COMMENT 'c\u{E9}'\nSELECT '?' COMMENT, `p\u{E9}`"
    #expect(foreign(.procedure, "p\u{E9}", create) == ["`p\u{E9}`", "'c\u{E9}'"])
    let event = "CREATE EVENT `e\u{E9}` ON SCHEDULE EVERY 1 DAY COMMENT 'c\u{E9}' DO SELECT 1"
    #expect(foreign(.event, "e\u{E9}", event) == ["`e\u{E9}`", "'c\u{E9}'"])
    let trigger = "CREATE TRIGGER `t\u{E9}` BEFORE INSERT ON `o\u{E9}` FOR EACH ROW SET @a = 1"
    #expect(foreign(.trigger, "t\u{E9}", trigger, details: ["o\u{E9}"]) == ["`t\u{E9}`", "`o\u{E9}`"])
  }

  @Test func `what is no name or comment of the program itself is left alone`() {
    let body =
      "CREATE PROCEDURE `p`()\nBEGIN CREATE TABLE `t\u{E9}` (a INT COMMENT '\u{E9}') COMMENT '\u{E9}'; END"
    #expect(foreign(.procedure, "p", body) == [])
    #expect(
      foreign(.event, "e", "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY DO SELECT '\u{E9}' COMMENT '\u{E9}'")
        == [])
    #expect(foreign(.procedure, "p", "CREATE PROCEDURE `p`()\n    COMMENT 'plain'\nSELECT 1") == [])
  }

  @Test func `a program of a client that spoke UTF-8 is as it was printed`() {
    #expect(foreign(.procedure, "p\u{E9}", "CREATE PROCEDURE `p\u{E9}`()\nSELECT 1", set: "utf8mb3") == [])
  }

  private func foreign(
    _ kind: StoredProgram.Kind, _ name: String, _ create: String, details: [String] = [],
    set: String = "latin1"
  ) -> [String] {
    let bytes = Array(create.utf8)
    let program = StoredProgram(
      kind: kind, name: .init("shop", name), create: bytes, characterSetClient: set, details: details)
    return ProgramText(program, create: bytes).foreignRanges.map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
  }
}
