import Basics
import Commands
import Repository
import Testing

@Suite struct OverviewTests {
  private let now = Timestamp(microseconds: 1_795_226_944_000_000)
  private let id = "20261120T020904Z-7f3a9c"

  private func moment(_ hoursAgo: Int64) -> Timestamp {
    Timestamp(microseconds: now.microseconds - hoursAgo * 3_600_000_000)
  }

  private func target(_ name: String = "shop", backup hoursAgo: Int64? = 1) throws -> TargetState {
    var state = TargetState(name: name, support: .full)
    guard let hoursAgo else { return state }
    let household = try Household(targets: [name])
    try household.makeRepository()
    try household.makeBackup(of: name, at: moment(hoursAgo))
    state.newest = try household.repository().entries().first
    return state
  }

  private func verification(_ level: String, hoursAgo: Int64 = 0, problems: [String] = []) throws
    -> CatalogVerification
  {
    CatalogVerification(
      repository: "r", target: "shop", backup: try #require(BackupID(text: id)), level: level,
      at: moment(hoursAgo),
      problems: problems)
  }

  private func overview(_ targets: TargetState...) -> Overview {
    Overview(.present, targets: targets, now: now)
  }

  private func commands(_ overview: Overview) -> [String] { overview.suggestions.map(\.command) }

  @Test func `without a configuration the first step is init`() {
    let overview = Overview(.missing, now: now)
    #expect(overview.problems.isEmpty)
    #expect(overview.suggestions.count == 3)
    #expect(commands(overview).first?.hasPrefix("dbops init") == true)
  }

  @Test func `without a repository the first step is init, too`() throws {
    let trouble = StorageTrouble(name: "local", error: OpsError(.notFound, "there is no repository in /x"))
    let overview = Overview(.present, targets: [try target(backup: nil)], troubles: [trouble], now: now)
    #expect(overview.problems.map(\.subject) == ["storage local", "shop"])
    #expect(commands(overview) == ["dbops init", "dbops backup --target shop", "dbops doctor"])
  }

  @Test func `a target without a backup wants one`() throws {
    let overview = overview(try target(), try target("stock", backup: nil))
    #expect(overview.problems.map(\.text) == ["has no backup"])
    #expect(commands(overview).first == "dbops backup --target stock")
  }

  @Test func `a backup that nobody has verified wants that, and then a restore`() throws {
    var state = try target()
    #expect(commands(overview(state)).first == "dbops verify latest --target shop")
    state.verifications = [try verification("manifest")]
    #expect(commands(overview(state)).first == "dbops verify latest --target shop")
    state.verifications = [try verification("data")]
    #expect(commands(overview(state)).first == "dbops verify latest --target shop --level restore")
    state.verifications = [try verification("restore")]
    #expect(commands(overview(state)).first == "dbops doctor")
    #expect(overview(state).problems.isEmpty)
  }

  @Test func `the deepest proof counts until something wrong is found`() throws {
    var state = try target()
    state.verifications = [try verification("manifest"), try verification("restore", hoursAgo: 2)]
    #expect(state.proof?.level == "restore" && state.disproof == nil)
    state.verifications.insert(try verification("data", problems: ["x is missing", "y is missing"]), at: 0)
    #expect(state.proof == nil)
    let overview = overview(state)
    #expect(
      overview.problems.first?.text.hasSuffix("is damaged: verification at level data found 2 problems")
        == true)
    #expect(commands(overview).first == "dbops backup --target shop")
  }

  @Test func `a backup older than two days is a problem`() throws {
    #expect(overview(try target(backup: 47)).problems.isEmpty)
    let old = overview(try target(backup: 49))
    #expect(old.problems.map(\.text) == ["its newest backup is 2d01h old"])
    #expect(commands(old).first == "dbops backup --target shop")
  }

  @Test func `a backup that failed is told with its reason, and wants the doctor`() throws {
    var state = try target()
    var run = CatalogRun(run: RunID(), command: "backup", target: "shop", started: moment(3))
    state.lastRun = run
    #expect(overview(state).problems.isEmpty)
    run.finished = moment(2)
    run.exitCode = 0
    state.lastRun = run
    #expect(overview(state).problems.isEmpty)
    run.exitCode = 4
    run.summary = "account lacks privileges"
    state.lastRun = run
    #expect(
      overview(state).problems.map(\.text) == [
        "its last backup failed 2h00m ago (exit 4): account lacks privileges"
      ])
    #expect(commands(overview(state)).first == "dbops doctor --target shop")
  }

  @Test func `losses come first, then failures, then what is missing`() throws {
    var lost = try target("lost")
    lost.vanished = try ["1", "2", "3", "4"].map {
      try #require(BackupID(text: "2026112\($0)T020904Z-7f3a9c"))
    }
    var failed = try target("failed")
    failed.lastRun = CatalogRun(run: RunID(), command: "backup", target: "failed", started: moment(3))
    failed.lastRun?.finished = moment(2)
    failed.lastRun?.exitCode = 1
    let problems = overview(try target("none", backup: nil), failed, lost).problems
    #expect(problems.map(\.subject) == ["lost", "failed", "none"])
    #expect(problems[0].text.contains("vanished backups") && problems[0].text.hasSuffix("and 1 more"))
  }

  @Test func `what this dbops cannot back up is no problem, and nothing is suggested for it`() {
    let overview = overview(
      TargetState(name: "cats", support: .notYet(type: "mongodb")),
      TargetState(name: "old", support: .onlyBackups))
    #expect(overview.problems.isEmpty)
    #expect(commands(overview) == ["dbops doctor", "dbops backups"])
  }

  @Test func `there are never more than three suggestions, each once`() throws {
    let targets = try (0..<9).map { try target("t\($0)", backup: $0 % 2 == 0 ? nil : 1) }
    let found = commands(Overview(.present, targets: targets, now: now))
    #expect(found.count == 3 && Set(found).count == 3)
  }

  @Test func `a clock that was set back makes nothing older than now`() throws {
    let overview = overview(try target(backup: -5))
    #expect(overview.since(moment(-5)) == .zero && overview.problems.isEmpty)
  }
}
