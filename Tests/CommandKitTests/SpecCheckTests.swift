import Basics
import CommandKit
import Testing

@Suite struct SpecCheckTests {
  @Test func `a sound spec has no problems`() {
    #expect(SpecCheck(Sample.root).problems == [])
  }

  @Test func `every kind of contradiction is found`() {
    let spec = CommandSpec(
      "tool", summary: "Does things.",
      examples: [CommandExample("tool --nothing | less", "Fail")],
      arguments: [
        Argument(repeating: "FILE", value: .file(), help: "Files."),
        Argument("ID", value: .string("ID"), help: "no full stop"),
      ],
      options: [
        Option(flag: "a", help: "A.").short("x"), Option(flag: "b", help: "B.").short("x").aliases("a"),
        Option(reversible: "c", default: true, help: "C."), Option(flag: "no-c", help: "C."),
      ])
    #expect(
      SpecCheck(spec).problems == [
        "tool: --a is declared twice", "tool: --no-c is declared twice", "tool: -x is declared twice",
        "tool: the summary begins with a small letter and has no full stop",
        "tool: the help of ID is a sentence with its full stop", "tool: only the last argument repeats",
        "tool: an argument that is needed follows one that is not",
        "tool: `tool --nothing | less` is not understood: unknown option \"--nothing\"",
      ])
  }
}
