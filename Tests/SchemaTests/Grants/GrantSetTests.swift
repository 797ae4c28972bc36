import Schema
import Testing

@Suite struct GrantSetTests {
  private func grants(_ lines: String...) -> GrantSet { GrantSet(lines: lines.map { Array($0.utf8) }) }

  @Test func `nothing granted allows nothing`() {
    #expect(!GrantSet(lines: []).allows("SELECT"))
    #expect(!grants("GRANT USAGE ON *.* TO `a`@`%`").allows("SELECT", on: "shop"))
  }

  @Test func `a privilege on everything is one on each database`() {
    let grants = grants("GRANT SELECT, SHOW VIEW, REPLICATION CLIENT ON *.* TO `a`@`%`")
    for privilege in ["SELECT", "SHOW VIEW", "REPLICATION CLIENT"] {
      #expect(grants.allows(privilege) && grants.allows(privilege, on: "shop"))
    }
    #expect(!grants.allows("VIEW") && !grants.allows("INSERT") && !grants.allows("REPLICATION"))
  }

  @Test func `ALL PRIVILEGES are all of them`() {
    #expect(grants("GRANT ALL PRIVILEGES ON *.* TO `r`@`localhost` WITH GRANT OPTION").allows("EVENT"))
    let one = grants("GRANT ALL PRIVILEGES ON `shop`.* TO `a`@`%`")
    #expect(one.allows("EVENT", on: "shop") && !one.allows("EVENT", on: "stock") && !one.allows("EVENT"))
  }

  @Test func `lines add up`() {
    let grants = grants(
      "GRANT SELECT ON *.* TO `a`@`%`", "GRANT BACKUP_ADMIN,SHOW_ROUTINE ON *.* TO `a`@`%`",
      "GRANT INSERT ON `shop`.* TO `a`@`%`", "GRANT DELETE ON `shop`.* TO `a`@`%`",
      "GRANT `role`@`%` TO `a`@`%`",
      "GRANT PROXY ON ''@'' TO 'a'@'%' WITH GRANT OPTION", "SET DEFAULT ROLE `role` FOR `a`@`%`")
    #expect(grants.allows("SHOW_ROUTINE") && grants.allows("SELECT", on: "shop"))
    #expect(grants.allows("INSERT", on: "shop") && grants.allows("DELETE", on: "shop"))
    #expect(!grants.allows("PROXY") && !grants.allows("INSERT", on: "stock"))
  }

  @Test(arguments: [
    "GRANT SELECT ON `shop`.`orders` TO `a`@`%`",
    "GRANT SELECT (`id`, `v`), INSERT (`id`) ON `shop`.`orders` TO `a`@`%`",
    "GRANT SELECT ON PROCEDURE `shop`.`p` TO `a`@`%`",
  ])
  func `a privilege on part of a database is none on all of it`(line: String) {
    #expect(!grants(line).allows("SELECT", on: "shop"))
  }

  @Test func `of several patterns the most exact one counts alone`() {
    // As both servers do it: SELECT and INSERT are denied there.
    let grants = grants(
      "GRANT SELECT ON `shop%`.* TO `a`@`%`", "GRANT INSERT ON `shop_x`.* TO `a`@`%`",
      "GRANT DELETE ON `shop\\_x`.* TO `a`@`%`")
    #expect(grants.allows("DELETE", on: "shop_x"))
    #expect(!grants.allows("SELECT", on: "shop_x") && !grants.allows("INSERT", on: "shop_x"))
    #expect(grants.allows("SELECT", on: "shopping"))
  }

  @Test func `a privilege on a table is one on that table alone`() {
    let grants = grants(
      "GRANT SELECT, DROP ON `shop`.`orders` TO `a`@`%`", "GRANT SELECT (`id`) ON `shop`.`parts` TO `a`@`%`",
      "GRANT INSERT ON `sh%`.* TO `a`@`%`", "GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `a`@`%`",
      "GRANT ALL PRIVILEGES ON `shop`.`mine` TO `a`@`%`")
    #expect(grants.allows("DROP", on: "shop", table: "orders"))
    #expect(grants.allows("INSERT", on: "shop", table: "orders"))
    #expect(grants.allows("SELECT", on: "shop", table: "parts"))
    #expect(grants.allows("ALTER", on: "shop", table: "mine"))
    #expect(!grants.allows("DROP", on: "shop", table: "parts"))
    #expect(!grants.allows("SELECT", on: "stock", table: "orders"))
    #expect(!grants.allows("EXECUTE", on: "shop", table: "p"))
  }

  @Test(arguments: [
    ("shop", "shop", true), ("shop", "Shop", false), ("shop", "shop2", false), ("shop%", "shop2", true),
    ("shop%", "shop", true), ("%", "anything", true), ("s_op", "shop", true), ("s_op", "sop", false),
    (#"s\_op"#, "shop", false), (#"s\_op"#, "s_op", true), (#"100\%"#, "100%", true),
    (#"100\%"#, "1000", false),
    ("\u{E9}", "e\u{301}", false), ("_", "\u{E9}", true), ("_", "e\u{301}", false), ("e%", "e\u{301}", true),
    ("%a%b%", "xaxbx", true), ("%a%b%", "xbxax", false), (#"\"#, "x", false), ("", "", true),
  ])
  func `names of databases may hold wildcards`(pattern: String, name: String, matches: Bool) {
    #expect(grants("GRANT SELECT ON `\(pattern)`.* TO `a`@`%`").allows("SELECT", on: name) == matches)
  }

  @Test func `what is revoked again from one database is not allowed there`() {
    let grants = grants(
      "GRANT SELECT, INSERT ON *.* TO `a`@`%`", "REVOKE SELECT ON `secret`.* FROM `a`@`%`",
      "REVOKE ALL PRIVILEGES ON `mysql`.* FROM `a`@`%`")
    #expect(!grants.allows("SELECT", on: "secret") && grants.allows("INSERT", on: "secret"))
    #expect(!grants.allows("INSERT", on: "mysql") && grants.allows("SELECT", on: "shop"))
    #expect(!grants.allows("SELECT") && !grants.allows("INSERT"))
  }

  @Test func `a name with a backtick is read as it is`() {
    #expect(grants("GRANT SELECT ON `a``b`.* TO `x`@`%`").allows("SELECT", on: "a`b"))
  }
}
