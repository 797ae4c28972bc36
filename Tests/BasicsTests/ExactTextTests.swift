import Basics
import Testing

@Suite struct ExactTextTests {
  /// é as one scalar and as two, Å as a letter and as a unit.
  private static let twins = [("\u{E9}", "e\u{301}"), ("\u{C5}", "\u{212B}")]

  @Test(arguments: twins)
  func `texts of other bytes are others, though a string holds them for equal`(one: String, other: String) {
    #expect(one == other)
    #expect(ExactText(one) != ExactText(other))
    #expect(Set([ExactText(one), ExactText(other)]).count == 2)
    #expect((ExactText(one) < ExactText(other)) != (ExactText(other) < ExactText(one)))
  }

  @Test func `texts of the same bytes are equal`() {
    #expect(ExactText("shop") == "shop" && !(ExactText("shop") < "shop"))
    #expect(Set([ExactText("shop"), "shop", "shop2"]).map(\.text).sorted() == ["shop", "shop2"])
  }
}
