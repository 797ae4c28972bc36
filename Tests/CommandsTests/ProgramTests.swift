import Basics
import CommandKit
import Commands
import Synchronization
import Testing

@Suite struct ProgramTests {
  /// A table whose one command does what the test wants.
  private func table(_ act: @escaping Command.Act) -> CommandTable {
    let command = Command(CommandSpec("work", summary: "works"), act: act)
    let root = CommandSpec("dbops", summary: "does things", inherited: [GlobalOptions.section])
    return CommandTable(root: Command(root, subcommands: [command]) { _, _ in .ok })
  }

  @Test func `a result becomes the exit status`() async {
    let output = CapturedOutput()
    let table = table { _, _ in CommandResult(.differences) }
    #expect(await output.run(["work"], table: table) == 5)
    #expect(output.out == "" && output.error == "")
  }

  @Test(arguments: ExitCode.allCases.filter { $0 != .ok })
  func `an error's code becomes the exit status`(code: ExitCode) async {
    let output = CapturedOutput()
    let status = await output.run(["work"], table: table { _, _ in throw OpsError(code, "cannot work") })
    #expect(status == code.rawValue)
    #expect(output.error.hasPrefix("dbops: cannot work\n  changed: nothing\n"))
  }

  @Test func `an unforeseen error claims nothing about what changed`() async {
    struct Strange: Error {}
    let output = CapturedOutput()
    #expect(await output.run(["work"], table: table { _, _ in throw Strange() }) == 1)
    #expect(output.error.hasPrefix("dbops: failed: Strange()\n  changed: see the messages above\n"))
  }

  @Test func `an error of a module below keeps its status and its hint`() async {
    struct Denied: OpsErrorConvertible {
      var opsError: OpsError { OpsError(.privilege, "denied", hint: "GRANT SELECT") }
    }
    let output = CapturedOutput()
    #expect(await output.run(["work"], table: table { _, _ in throw Denied() }) == 4)
    #expect(
      output.error.hasPrefix("dbops: denied\n  changed: see the messages above\n  hint: GRANT SELECT\n"))
  }

  @Test func `a misspelt command ends with status 2 and a suggestion`() async {
    let output = CapturedOutput()
    #expect(await output.run(["vesion"]) == 2)
    #expect(
      output.error
        == "dbops: unknown command \"vesion\"\n  changed: nothing\n  hint: did you mean `dbops version`?\n")
    #expect(output.out == "")
  }

  @Test func `with --json a misunderstood line gives one error object`() async throws {
    let output = CapturedOutput()
    #expect(await output.run(["vesion", "--json"]) == 2)
    let events = try output.events
    #expect(events.count == 1)
    #expect(events.first?["type"] == "error")
    #expect(events.first?["exit"] == 2)
    #expect(events.first?["hint"] == "did you mean `dbops version`?")
  }

  @Test func `events come first and one summary ends them`() async throws {
    let output = CapturedOutput()
    let table = table { _, context in
      context.console.event("table", ["rows": 7])
      context.console.show("never with --json")
      context.console.say("half way")
      context.console.warn("look out")
      return CommandResult(.partial, summary: ["bytes": 12])
    }
    #expect(await output.run(["work", "--json"], table: table) == 3)
    let events = try output.events
    #expect(events.map { $0["type"]?.stringValue } == ["table", "message", "message", "summary"])
    #expect(events.map { $0["seq"]?.intValue } == [0, 1, 2, 3])
    #expect(Set(events.map { $0["run"]?.stringValue }).count == 1)
    #expect(events.last?["exit"] == 3)
    #expect(events.last?["bytes"] == 12)
    #expect(events.allSatisfy { $0["schema"] == 1 && $0["ts"]?.stringValue?.hasSuffix("Z") == true })
  }

  @Test func `nothing follows the final object`() async throws {
    let output = CapturedOutput()
    let console = Mutex<Console?>(nil)
    let table = table { _, context in
      console.withLock { $0 = context.console }
      throw OpsError(.locked, "cannot back up shop", why: "another run is at work", hint: "wait for it")
    }
    #expect(await output.run(["work", "--json"], table: table) == 11)
    console.withLock { $0 }?.event("late")
    #expect(try output.events.map { $0["type"] } == ["error"])
    #expect(output.error.contains("hint: wait for it"))
  }

  @Test func `quiet keeps messages back, not warnings`() async {
    let output = CapturedOutput()
    let table = table { _, context in
      context.console.say("half way")
      context.console.warn("look out")
      context.console.show("data")
      context.log.warning("w")
      context.log.error("e", ["table": "a b"])
      return .ok
    }
    #expect(await output.run(["work", "-q"], table: table) == 0)
    #expect(output.out == "data\n")
    #expect(!output.error.contains("half way"))
    #expect(output.error.contains("dbops: look out\n"))
    #expect(!output.error.contains(" warning w"))
    #expect(output.error.contains(" error e table=\"a b\"\n"))
  }

  @Test(arguments: [
    ([], ["warning"]), (["-v"], ["info", "warning"]), (["-vv"], ["debug", "info", "warning"]),
  ])
  func `verbosity lets more of the log through`(options: [String], levels: [String]) async throws {
    let output = CapturedOutput()
    let table = table { _, context in
      context.log.debug("m")
      context.log.info("m")
      context.log.warning("m", ["reason": "lag"])
      return .ok
    }
    _ = await output.run(["work", "--log-format=json"] + options, table: table)
    let entries = try output.error.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(entries.map { $0["level"]?.stringValue } == levels)
    #expect(entries.last?["fields"]?["reason"] == "lag")
  }

  @Test func `a reader that went away is no error`() async {
    let output = CapturedOutput(outcome: .closed)
    #expect(await output.run(["version"]) == 0)
    #expect(output.error == "")
  }

  @Test func `data that could not be written is an error`() async {
    let output = CapturedOutput(outcome: .failed(28))
    #expect(await output.run(["version"]) == 1)
    #expect(output.error.contains("cannot write to standard output: No space left on device"))
  }

  @Test func `a secret on the command line is warned about`() async {
    let output = CapturedOutput()
    #expect(await output.run(["version"], exposed: ["password"]) == 0)
    #expect(output.error.contains("--password"))
  }

  @Test func `what a database says cannot steer the terminal`() async {
    let output = CapturedOutput()
    let table = table { _, context in
      context.console.say("table \u{1B}]0;owned\u{7}")
      throw OpsError(.failed, "cannot read", why: "\u{1B}[2J\ndbops: done")
    }
    _ = await output.run(["work"], table: table)
    #expect(!output.error.contains("\u{1B}"))
    #expect(!output.error.contains("\ndbops: done"))
  }

  @Test func `the version is printed by command and option`() async {
    for line in [["version"], ["--version"]] {
      let output = CapturedOutput()
      #expect(await output.run(line) == 0)
      #expect(output.out == "dbops \(BuildInfo.version)\n")
    }
  }

  @Test func `man prints one page and writes them all`() async throws {
    let output = CapturedOutput()
    #expect(await output.run(["man", "version"]) == 0)
    #expect(output.out.hasPrefix(".TH \"DBOPS\\-VERSION\" 1"))
    let error = CapturedOutput()
    #expect(await error.run(["man", "version", "--output=/tmp"]) == 2)
  }

  @Test func `completion guesses the shell and says so when it cannot`() async {
    let fish = CapturedOutput()
    #expect(await fish.run(["completion"], environment: ["SHELL": "/usr/bin/fish"]) == 0)
    #expect(fish.out.hasPrefix("# fish completion of dbops"))
    let unknown = CapturedOutput()
    #expect(await unknown.run(["completion"], environment: ["SHELL": "/bin/dash"]) == 2)
    #expect(unknown.error.contains("there is no completion for dash"))
  }

  @Test func `a broken configuration keeps completion silent`() async {
    let output = CapturedOutput()
    #expect(await output.run(["completion", "--list=targets", "--config=/nonexistent.yaml"]) == 0)
    #expect(output.out == "" && output.error == "")
  }
}
