import Commands
import Testing

@Suite struct ArgumentBlankingTests {
  private static func memory(_ words: [String]) -> [UInt8] {
    words.reduce(into: []) { $0 += Array($1.utf8) + [0] }
  }

  /// The command line with the secrets as `ps` would show them.
  private func blanked(_ words: String...) -> (line: [String], names: [String]) {
    var memory = Self.memory(words)
    let found = ArgumentBlanking(names: ["password", "master-password"]).ranges(in: memory)
    for range in found.ranges { for index in range { memory[index] = UInt8(ascii: "x") } }
    return (memory.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }, found.names)
  }

  @Test func `values are blanked in every form`() {
    let result = blanked(
      "dbops", "alter", "--password=a=b", "-password=cd", "--master-password", "ef", "-t", "g")
    #expect(
      result.line == [
        "dbops", "alter", "--password=xxx", "-password=xx", "--master-password", "xx", "-t", "g",
      ])
    #expect(result.names == ["password", "password", "master-password"])
  }

  @Test func `other words stay as they are`() {
    let line = ["dbops", "--passwords=a", "--user=password", "password", "password=x", "--", "--password=x"]
    let memory = Self.memory(line)
    #expect(ArgumentBlanking(names: ["password"]).ranges(in: memory).ranges.isEmpty)
  }

  @Test func `a value that is missing or empty does no harm`() {
    #expect(blanked("dbops", "--password").line == ["dbops", "--password"])
    #expect(blanked("dbops", "--password=").line == ["dbops", "--password="])
  }
}
