import Basics
import CommandKit
import Testing

@Suite struct UsageErrorTests {
  private func expect(_ error: OpsError?, _ message: String, hint: String) {
    #expect(error?.code == .usage)
    #expect(error?.message == message)
    #expect(error?.hint == hint)
    #expect(error?.changed == "nothing")
  }

  @Test func `a misspelt command is suggested`() {
    expect(Sample.refusal("bakcup"), #"unknown command "bakcup""#, hint: "did you mean `tool backup`?")
    expect(
      Sample.refusal("backups", "shwo"), #"tool backups has no subcommand "shwo""#,
      hint: "did you mean `tool backups show`?")
    expect(Sample.refusal("xyzzy"), #"unknown command "xyzzy""#, hint: "see `tool --help`")
  }

  @Test func `a hidden command is never suggested`() {
    #expect(Sample.refusal("secret-comand")?.hint == "see `tool --help`")
  }

  @Test func `a misspelt option is suggested`() {
    expect(
      Sample.refusal("backup", "--thread=3"), #"unknown option "--thread""#, hint: "did you mean `--threads`?"
    )
    expect(
      Sample.refusal("backup", "--no-snyc"), #"unknown option "--no-snyc""#, hint: "did you mean `--no-sync`?"
    )
    expect(
      Sample.refusal("backup", "--debug-dumb"), #"unknown option "--debug-dumb""#,
      hint: "see `tool backup --help`")
  }

  @Test func `a long option with one dash too few is recognised`() {
    expect(
      Sample.refusal("backup", "-threads"), #"unknown option "-threads""#, hint: "did you mean `--threads`?")
    expect(Sample.refusal("-table=x"), #"unknown option "-table""#, hint: "see `tool --help`")
    expect(Sample.refusal("-verbose"), #"unknown option "-verbose""#, hint: "did you mean `--verbose`?")
  }

  @Test func `an option before its command is sent behind it`() {
    expect(
      Sample.refusal("--engine=physical", "backup"), #"unknown option "--engine""#,
      hint: "--engine belongs to `tool backup`: write it after that command")
    expect(
      Sample.refusal("backups", "--engine=physical"), #"unknown option "--engine""#,
      hint: "`tool backup` has --engine, see `tool backups --help`")
  }

  @Test func `an option of a group does not reach its subcommands`() {
    expect(
      Sample.refusal("backups", "--since=2026-11-21T00:00:00Z", "show", "7"),
      "--since does not belong to `tool backups show`", hint: "see `tool backups show --help`")
  }

  @Test func `an unknown letter is named with the word it stands in`() {
    expect(Sample.refusal("backup", "-vz"), #"unknown option "-z" in -vz"#, hint: "see `tool backup --help`")
    expect(Sample.refusal("backup", "-z"), #"unknown option "-z""#, hint: "see `tool backup --help`")
  }

  @Test func `a missing value does not swallow the next option`() {
    expect(
      Sample.refusal("backup", "--engine", "--json"),
      #"--engine needs a value: "--json" looks like an option"#,
      hint: "write `--engine=…` when the value begins with a dash, see `tool backup --help`")
    expect(
      Sample.refusal("backup", "-t"), "-t needs a value: the line ends there",
      hint: "write `-t NAME`, see `tool backup --help`")
  }

  @Test func `a wrong value is named with what is expected`() {
    expect(
      Sample.refusal("backup", "--threads=65"),
      #"--threads cannot be "65": expected a whole number from 1 to 64"#, hint: "see `tool backup --help`")
    expect(
      Sample.refusal("backup", "--engine=phisical"),
      #"--engine cannot be "phisical": expected logical, physical or snapshot"#,
      hint: "did you mean physical?")
    expect(
      Sample.refusal("backup", "--max-lag=30"),
      #"--max-lag cannot be "30": expected a time span with its unit, such as 500ms, 30s or 1h30m"#,
      hint: "see `tool backup --help`")
    expect(
      Sample.refusal("backup", "--json=maybe"), #"--json cannot be "maybe": expected true or false"#,
      hint: "see `tool backup --help`")
  }

  @Test func `an unset variable of a script is not taken for everything`() {
    #expect(Sample.refusal("backup", "--target=")?.message.contains("not empty") == true)
    #expect(Sample.refusal("backup", "--databases", "")?.message.contains("not empty") == true)
    #expect(Sample.refusal("backup", "--databases=a,,b")?.code == .usage)
  }

  @Test func `an option given twice with different values is refused`() {
    expect(
      Sample.refusal("-t", "a", "backup", "--target=b"), #"--target was given twice: "a" and "b""#,
      hint: "keep one of them")
    #expect(Sample.refusal("-t", "a", "backup", "--target=a") == nil)
  }

  @Test func `a secret is never repeated`() {
    let error = Sample.refusal("backup", "--password=canary", "--password=canary2")
    #expect(error?.message == "--password was given twice")
  }

  @Test func `rules between options are kept`() {
    expect(
      Sample.refusal("backup", "--skip-check", "--sync"), "--skip-check and --sync exclude each other",
      hint: "give one of them, see `tool backup --help`")
    expect(
      Sample.refusal("backup", "--limit=1MiB"), "--limit needs --threads too",
      hint: "add --threads=N, see `tool backup --help`")
    expect(
      Sample.refusal("config", "check", "a"), "tool config check needs --subset=N% or --output=DIR",
      hint: "see `tool config check --help`")
  }

  @Test func `arguments are counted`() {
    expect(
      Sample.refusal("backups", "show"), "tool backups show needs ID: The backup.",
      hint: "see `tool backups show --help`")
    expect(
      Sample.refusal("backup", "shop"), #"unexpected argument "shop""#, hint: "see `tool backup --help`")
    expect(
      Sample.refusal("config", "check", "--subset=1%"), "tool config check needs FILE: Files to read.",
      hint: "see `tool config check --help`")
  }

  @Test func `a group alone says what it holds`() {
    expect(
      Sample.refusal("config"), "tool config needs a subcommand",
      hint: "add show or check, see `tool config --help`")
  }

  @Test func `what the user typed cannot steer the terminal`() {
    let message = Sample.refusal("a\u{1B}[31mb\n")?.message ?? ""
    #expect(message == #"unknown command "a\u{1B}[31mb\n""#)
    #expect((Sample.refusal(String(repeating: "x", count: 500))?.message.count ?? 999) < 100)
  }
}
