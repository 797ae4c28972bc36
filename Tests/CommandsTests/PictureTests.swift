import Basics
import Commands
import Testing

@Suite struct PictureTests {
  private func console(_ output: CapturedOutput, out: Terminal, redraws: ConsoleStyle.Redrawing = .always)
    -> Console
  {
    var style = ConsoleStyle()
    style.redraws = redraws
    return Console(style: style, run: RunID(), outlets: output.outlets(out: out, error: out))
  }

  @Test func `on a terminal a picture takes the place of the one before`() {
    let output = CapturedOutput()
    let console = console(output, out: Terminal(isTerminal: true, width: 80, height: 24))
    console.picture { _, _ in "one\ntwo" }
    #expect(output.out == "\u{1B}[?7lone\ntwo\n\u{1B}[?7h")
    console.picture { _, _ in "three" }
    #expect(output.out.hasSuffix("\u{1B}[2F\u{1B}[J\u{1B}[?7lthree\n\u{1B}[?7h"))
    console.picture { _, _ in "four" }
    #expect(output.out.hasSuffix("\u{1B}[1F\u{1B}[J\u{1B}[?7lfour\n\u{1B}[?7h"))
  }

  @Test func `a picture is no higher than the terminal, so that it can be replaced`() {
    let output = CapturedOutput()
    let console = console(output, out: Terminal(isTerminal: true, width: 80, height: 3))
    console.picture { _, _ in "one\ntwo\nthree\nfour" }
    #expect(output.out == "\u{1B}[?7lone\ntwo\n\u{1B}[?7h")
  }

  @Test func `elsewhere pictures follow each other, without a terminal's codes`() {
    let output = CapturedOutput()
    let console = console(output, out: Terminal(isTerminal: false, width: nil), redraws: .never)
    for text in ["one", "two"] { console.picture { width, _ in "\(text) \(width ?? 0)" } }
    #expect(output.out == "one 0\ntwo 0\n")
  }
}
