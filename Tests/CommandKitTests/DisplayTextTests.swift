import CommandKit
import Testing

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("😀", 2), ("👩‍👩‍👧", 2), ("❤️", 2),
    ("…", 1), ("ｱ", 1), ("Ａ", 2), ("\u{200B}", 0), ("क", 1),
  ])
  func `a text takes the columns a terminal gives it`(text: String, columns: Int) {
    #expect(DisplayText.width(of: text) == columns)
  }

  @Test func `controls and direction marks are written out`() {
    #expect(DisplayText.harmless("a\u{1B}]0;x\u{7}\nb") == #"a\u{1B}]0;x\u{07}\nb"#)
    #expect(DisplayText.harmless("\u{9B}31m\u{202E}") == #"\u{009B}31m\u{202E}"#)
    #expect(DisplayText.harmless("Ünï 日本 😀") == "Ünï 日本 😀")
  }

  @Test func `a cut text fits and shows that it was cut`() {
    #expect(DisplayText.cut("abcdef", to: 6) == "abcdef")
    #expect(DisplayText.cut("abcdef", to: 5) == "abcd…")
    #expect(DisplayText.cut("日本語", to: 4) == "日…")
    #expect(DisplayText.cut("abc", to: 0) == "")
  }
}
