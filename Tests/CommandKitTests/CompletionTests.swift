import CommandKit
import TestKit
import Testing

@Suite struct CompletionTests {
  private func script(_ shell: Shell) -> String { CompletionScript(Sample.root).text(for: shell) }

  @Test(arguments: Shell.allCases)
  func `the script is well-formed in its shell`(shell: Shell) throws {
    guard let tool = ExternalTool(shell.rawValue) else {
      print("skipped: \(shell.rawValue) is not installed")
      return
    }
    let arguments = shell == .fish ? ["--no-execute", "/dev/stdin"] : ["-n"]
    let result = try tool.run(arguments, input: script(shell))
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
  }

  @Test(arguments: Shell.allCases)
  func `the script is as recorded`(shell: Shell) throws {
    try Snapshot().expect(script(shell), named: "completion.\(shell.rawValue)")
  }

  /// The words bash offers after `line`, with `tool` answering `completion --list=…`.
  private func offered(_ words: [String]) throws -> [String] {
    let bash = try #require(ExternalTool("bash"))
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let driver = """
      \(script(.bash))
      tool() { [[ $2 == --list=targets ]] && printf '%s\\n' shop shelf '$(touch pwned)' "${3:-none}"; }
      COMP_WORDS=(tool \(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _tool
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    return try bash.run(["--norc"], input: driver).output.split(separator: "\n").map(String.init)
  }

  @Test func `bash offers commands and subcommands`() throws {
    #expect(try offered([""]) == ["backup", "backups", "config", "alter"])
    #expect(try offered(["back"]) == ["backup", "backups"])
    #expect(try offered(["--json", "-t", "backup", "config", ""]) == ["show", "check"])
    #expect(try offered(["backups", ""]) == ["show"])
  }

  @Test func `bash offers the options of the command and the global ones`() throws {
    #expect(try offered(["backup", "--t"]) == ["--threads", "--target"])
    #expect(try offered(["backup", "--no"]) == ["--no-sync"])
    #expect(try offered(["backups", "show", "--e"]) == [])
    #expect(try offered(["backup", "--deb"]) == [])
  }

  @Test func `bash offers the values of a choice in both forms`() throws {
    #expect(try offered(["backup", "--engine", ""]) == ["logical", "physical", "snapshot"])
    #expect(try offered(["backup", "--engine", "=", "ph"]) == ["physical"])
    #expect(try offered(["backup", "--engine", "="]) == ["logical", "physical", "snapshot"])
    #expect(try offered(["backup", "--threads", ""]) == [])
  }

  @Test func `bash asks the program for names and never runs them`() throws {
    #expect(try offered(["backup", "-t", "sh"]) == ["shop", "shelf"])
    #expect(try offered(["backup", "--target", ""]) == ["shop", "shelf", "$(touch pwned)", "none"])
    #expect(try offered(["--config", "x.yaml", "backup", "-t", "--c"]) == ["--config=x.yaml"])
  }

  @Test func `bash offers nothing but arguments after two dashes`() throws {
    #expect(try offered(["backup", "--", "--t"]) == [])
  }

  @Test(.enabled(if: ExternalTool.exists("zsh"), "zsh is not installed"))
  func `zsh asks the program for names with the configuration of the line`() throws {
    let zsh = try #require(ExternalTool("zsh"))
    let driver = """
      compdef() { }
      compadd() { print -rl -- "$@" $words_found }
      tool() { print -rl -- 'shop' '$(touch pwned)' "$*" }
      \(script(.zsh))
      tool_line=(tool --config x.yaml backup -t '')
      _tool_list -J group targets
      """
    let expected = [
      "-J", "group", "-a", "words_found", "shop", "$(touch pwned)",
      "completion --list=targets --config=x.yaml",
    ]
    #expect(try zsh.run(["-f"], input: driver).output.split(separator: "\n").map(String.init) == expected)
  }

  @Test(
    .enabled(if: ExternalTool.exists("fish"), "fish is not installed"),
    arguments: [
      ("tool ba", ["backup", "backups"]), ("tool config ", ["check", "show"]),
      ("tool --json -t backup config ch", ["check"]),
      ("tool backup --engine ", ["logical", "physical", "snapshot"]),
      ("tool backup --engine=ph", ["--engine=physical"]), ("tool backup -t s", ["shop"]),
      ("tool backup --no", ["--no-sync"]), ("tool backups show --eng", []), ("tool backup --debug", []),
      ("tool -c x.yaml backup --target as", ["asked --list=targets --config=x.yaml"]),
    ])
  func `fish offers what fits`(line: String, words: [String]) throws {
    let fish = try #require(ExternalTool("fish"))
    let driver = """
      function tool
          printf '%s\\n' shop "asked $argv[2..]"
      end
      \(script(.fish))
      complete -C '\(line)'
      """
    let output = try fish.run(["--no-config"], input: driver).output
    let offered = output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    #expect(offered.sorted() == words)
  }
}
