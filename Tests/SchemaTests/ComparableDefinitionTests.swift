import Schema
import Testing

@Suite struct ComparableDefinitionTests {
  @Test func `a view is the same with and without its database in front of columns`() {
    let plain = "CREATE VIEW `v` AS select `t`.`shop` AS `a`,`shop`.`f`() AS `b` from `t`"
    let full = "CREATE VIEW `v` AS select `shop`.`t`.`shop` AS `a`,`shop`.`f`() AS `b` from `t`"
    #expect(tokens(plain) == tokens(full))
  }

  @Test(arguments: [
    "CREATE VIEW `v` AS select `stock`.`t`.`id` AS `id` from `t`",
    "CREATE VIEW `v` AS select `u`.`id` AS `id` from `t`",
    "CREATE VIEW `v` AS select `t`.`id` AS `id` from `shop`.`t`",
  ])
  func `a view of other things is another one`(text: String) {
    #expect(tokens(text) != tokens("CREATE VIEW `v` AS select `t`.`id` AS `id` from `t`"))
  }

  private func tokens(_ text: String) -> [[UInt8]] {
    ComparableDefinition.tokens(ofView: Array(text.utf8), in: "shop")
  }
}
