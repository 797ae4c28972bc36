import Basics
import CommandKit
import Testing

@Suite struct ParserTests {
  @Test func `a value follows an equals sign or a blank`() throws {
    #expect(try Sample.parse("backup", "--threads=8")[Sample.threads] == 8)
    #expect(try Sample.parse("backup", "--threads", "8")[Sample.threads] == 8)
    #expect(try Sample.parse("backup", "--databases=a=b")[Sample.databases] == ["a=b"])
  }

  @Test func `single letters take values apart and after an equals sign, and flags can be joined`() throws {
    for line in [["-t", "shop"], ["-t=shop"], ["-vyt", "shop"], ["-vt=shop"]] {
      guard case .run(let found) = try CommandParser(Sample.root).parse(line + ["backup"]) else {
        Issue.record("help")
        continue
      }
      #expect(found[Sample.target] == "shop")
    }
  }

  @Test func `global options stand before or after the command`() throws {
    let before = try Sample.parse("--json", "-t", "shop", "backups", "show", "7")
    let after = try Sample.parse("backups", "show", "7", "--json", "-t", "shop")
    for invocation in [before, after] {
      #expect(invocation.path == ["backups", "show"])
      #expect(invocation[Sample.json])
      #expect(invocation[Sample.target] == "shop")
      #expect(try invocation[Sample.identifier] == "7")
    }
  }

  @Test func `an option that is not given has its default, or is nil, empty or off`() throws {
    let backup = try Sample.parse("backup")
    #expect(backup[Sample.engine] == .logical)
    #expect(backup[Sample.threads] == 4)
    #expect(backup[Sample.databases] == [])
    #expect(backup[Sample.limit] == .mebibytes(64))
    #expect(backup[Sample.sync])
    #expect(!backup[Sample.skip])
    #expect(backup[Sample.target] == nil)
    #expect(backup[Sample.verbose] == 0)
    #expect(!backup.isGiven(Sample.threads))
  }

  @Test func `values arrive with their types`() throws {
    let backup = try Sample.parse(
      "backup", "--engine=snapshot", "--limit=1.5GiB", "--threads=2", "--max-lag=1h30m", "--no-sync", "-vv")
    #expect(backup[Sample.engine] == .snapshot)
    #expect(backup[Sample.limit] == ByteCount(Int64(3) << 29))
    #expect(backup[Sample.maxLag] == .seconds(5400))
    #expect(!backup[Sample.sync])
    #expect(backup[Sample.verbose] == 2)
    #expect(try Sample.parse("backups", "--since=2026-11-21T00:00:00Z")[Sample.since] != nil)
    let check = try Sample.parse("config", "check", "a", "--subset", "5%", "--nice-ratio=0.5")
    #expect(check[Sample.subset] == 0.05)
    #expect(check[Sample.ratio] == 0.5)
  }

  @Test func `repeated options keep every value in order, lists split at commas`() throws {
    let check = try Sample.parse("config", "check", "a", "--subset=1%", "--rename=a=b", "--rename", "c,d=e")
    #expect(check[Sample.rename] == ["a=b", "c,d=e"])
    let backup = try Sample.parse("backup", "--databases=a,b", "--databases", #"c\,d,e\f"#)
    #expect(backup[Sample.databases] == ["a", "b", "c,d", #"e\f"#])
  }

  @Test func `the last word about a flag counts`() throws {
    #expect(try Sample.parse("backup", "--no-sync", "--sync")[Sample.sync])
    #expect(!(try Sample.parse("backup", "--sync=false")[Sample.sync]))
    #expect(!(try Sample.parse("backup", "--json", "--json=false")[Sample.json]))
  }

  @Test func `two dashes end the options`() throws {
    let check = try Sample.parse("config", "check", "--subset=1%", "--", "--json", "-h", "--")
    #expect(try check[Sample.files] == ["--json", "-h", "--"])
    #expect(!check[Sample.json])
  }

  @Test func `an alias stands for its option and hidden ones are accepted`() throws {
    let backup = try Sample.parse("backup", "--pass=x", "--debug-dump")
    #expect(backup[Sample.password] == Secret("x"))
    #expect(backup[Sample.debug])
  }

  @Test func `a dash alone and a negative number are values`() throws {
    #expect(try Sample.parse("backups", "show", "-")[Sample.identifier] == "-")
    #expect(Sample.refusal("backups", "show", "7", "-3")?.message.contains("LEVEL cannot be \"-3\"") == true)
  }

  @Test func `optional arguments may be missing and repeated ones take the rest`() throws {
    #expect(try Sample.parse("backups", "show", "7")[Sample.level] == nil)
    #expect(try Sample.parse("backups", "show", "7", "9")[Sample.level] == 9)
    #expect(try Sample.parse("config", "check", "--subset=1%", "a", "b")[Sample.files] == ["a", "b"])
  }

  @Test func `a command that is also a group runs alone`() throws {
    #expect(try Sample.parse("backups").path == ["backups"])
    #expect(try Sample.parse().path == [])
  }

  @Test(arguments: [
    ["-h"], ["--help"], ["backup", "-h"], ["-h", "backup"], ["backup", "--bogus", "--help"],
    ["backup", "--threads", "-h"], ["-vh"],
  ])
  func `who asks for help gets it, whatever else is wrong`(line: [String]) throws {
    guard case .help(let path) = try CommandParser(Sample.root).parse(line) else {
      Issue.record("no help")
      return
    }
    #expect(path.map(\.name) == (line.contains("backup") ? ["tool", "backup"] : ["tool"]))
  }

  @Test func `help after two dashes is an argument`() throws {
    #expect(try Sample.parse("backups", "show", "--", "-h")[Sample.identifier] == "-h")
  }

  @Test func `a command may take long options with a single dash`() throws {
    let alter = try Sample.parse("alter", "-threads=8", "-skip-check", "-password", "x", "-vy", "--threads=9")
    #expect(alter[Sample.threads] == 9)
    #expect(alter[Sample.skip])
    #expect(alter[Sample.password] == Secret("x"))
    #expect(alter[Sample.verbose] == 1)
    #expect(!(try Sample.parse("alter", "-skip-check=false")[Sample.skip]))
    #expect(Sample.refusal("backup", "-threads=8")?.code == .usage)
  }

  @Test func `a required option that is missing is a usage error`() throws {
    let backup = try Sample.parse("backup")
    let error = #expect(throws: OpsError.self) { try backup.require(Sample.target) }
    #expect(error?.code == .usage)
    #expect(error?.message == "--target is missing")
    #expect(error?.hint == "add --target=NAME, see `tool backup --help`")
  }

  @Test func `a dump of an invocation shows no password`() throws {
    var text = ""
    dump(try Sample.parse("backup", "--password=canary"), to: &text)
    #expect(!text.contains("canary"))
  }
}
