import Basics
import CommandKit
import Commands
import TestKit
import Testing

@Suite struct EventSchemaTests {
  private func schema() throws -> SchemaValidator {
    try SchemaValidator(repositoryFile: "docs/json-output.schema.json")
  }

  private func table(_ act: @escaping Command.Act) -> CommandTable {
    let command = Command(CommandSpec("work", summary: "works"), act: act)
    let root = CommandSpec("dbops", summary: "does things", inherited: [GlobalOptions.section])
    return CommandTable(root: Command(root, subcommands: [command]) { _, _ in .ok })
  }

  @Test func `every line of a run keeps to the schema`() async throws {
    let output = CapturedOutput()
    let table = table { _, context in
      context.console.say("half way")
      context.console.warn("look out")
      await context.console.progress("load", unit: .rows, total: 7) { counter in
        counter.add(3)
        while !output.out.contains("\"progress\"") { await Task.yield() }
      }
      context.console.event("table", ["name": "shop.orders", "rows": 7])
      return .ok(["rows": 7])
    }
    #expect(await output.run(["work", "--json"], table: table) == 0)
    let events = try output.events
    #expect(
      events.map { $0["type"]?.stringValue } == [
        "message", "message", "progress", "progress", "table", "summary",
      ])
    for event in events { #expect(try schema().problems(event) == []) }
  }

  @Test(arguments: ExitCode.allCases.filter { $0 != .ok })
  func `every kind of error keeps to the schema`(code: ExitCode) async throws {
    let output = CapturedOutput()
    _ = await output.run(["work", "--json"], table: table { _, _ in throw OpsError(code, "cannot work") })
    #expect(try output.events.map { try schema().problems($0) } == [[]])
  }

  @Test(arguments: [
    ["version"], ["man"], ["completion", "zsh"], ["help", "man"], ["--help"], [], ["bakcup"],
  ])
  func `every built-in command keeps to the schema and ends with one object`(line: [String]) async throws {
    let output = CapturedOutput()
    _ = await output.run(line + ["--json"])
    let events = try output.events
    #expect(events.count == 1)
    for event in events { #expect(try schema().problems(event) == []) }
  }

  @Test func `what commands tell of backups, targets and damage keeps to the schema`() async throws {
    let household = try Household()
    try household.makeRepository()
    for _ in 0..<2 { try household.makeBackup(of: "shop") }
    let manifest = try household.makeBackup(of: "stock")
    _ = await household.run("verify", "-t", "shop")
    _ = await household.run("backups")
    try household.remove(manifest)
    try household.damage(household.makeBackup(of: "stock"))
    var types: Set<String> = []
    let lines = [
      ["backups"], ["verify", "-t", "stock"], ["status"], [], ["doctor"], ["verify", "-t", "shop"],
    ]
    for line in lines {
      let output = CapturedOutput()
      _ = await output.run(line + ["--json"], environment: household.environment)
      for event in try output.events {
        #expect(try schema().problems(event) == [])
        types.insert(event["type"]?.stringValue ?? "")
      }
    }
    #expect(types.isSuperset(of: ["backup", "problem", "alert", "target", "finding", "summary", "error"]))
  }

  @Test func `the validator sees what breaks the schema`() throws {
    let good: [String: JSONValue] = [
      "schema": 1, "run": "01M7Y071S9HCKZ1FJDQJHGCVZF", "seq": 0, "ts": "2026-11-21T02:50:52.074314Z",
      "type": "summary", "exit": 0,
    ]
    #expect(try schema().problems(.object(good)) == [])
    let breaks: [(String, JSONValue?)] = [
      ("schema", 2), ("run", "x"), ("seq", -1), ("seq", .double(0.5)), ("ts", "yesterday"), ("exit", 6),
      ("exit", nil), ("type", "error"), ("type", "progress"), ("type", nil),
    ]
    for (name, value) in breaks {
      var bad = good
      bad[name] = value
      #expect(try !schema().problems(.object(bad)).isEmpty, "\(name)")
    }
  }
}
