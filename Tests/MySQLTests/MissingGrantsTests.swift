import MySQL
import Testing

@Suite struct MissingGrantsTests {
  @Test func `each scope gets one statement with all that is missing there`() {
    var missing = MissingGrants()
    missing.add(["SELECT", "ALTER"], on: "`shop`.*")
    missing.add(["PROCESS"], on: "*.*")
    missing.add(["ALTER", "DROP"], on: "`shop`.*")
    missing.add([], on: "`stock`.*")
    #expect(
      missing.statements(for: "dbops@10.%") == [
        "GRANT SELECT, ALTER, DROP ON `shop`.* TO `dbops`@`10.%`", "GRANT PROCESS ON *.* TO `dbops`@`10.%`",
      ])
    #expect(missing.text == "SELECT on `shop`.*, ALTER on `shop`.*, DROP on `shop`.*, PROCESS on *.*")
    #expect(!missing.names("`stock`.*"))
  }

  @Test func `names of accounts may hold anything, and be empty`() {
    var missing = MissingGrants()
    missing.add(["PROCESS"], on: "*.*")
    #expect(missing.statements(for: "a@b`c@localhost") == ["GRANT PROCESS ON *.* TO `a@b``c`@`localhost`"])
    #expect(missing.statements(for: "@%") == ["GRANT PROCESS ON *.* TO ``@`%`"])
  }

  @Test func `the error has the privilege's code, and what can be done instead`() {
    var missing = MissingGrants()
    missing.add(["SELECT"], on: "`mysql`.*")
    let error = missing.error(for: "x@y", otherwise: "leave it out")
    #expect(error.code == .privilege)
    #expect(error.hint == "GRANT SELECT ON `mysql`.* TO `x`@`y`; or leave it out")
  }
}
