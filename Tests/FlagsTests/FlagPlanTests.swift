import Basics
import Flags
import MySQL
import Testing

@Suite struct FlagPlanTests {
  private func refusal(_ members: [FleetMember], _ persistence: Persistence = .ignored) -> OpsError? {
    do throws(OpsError) {
      _ = try FlagPlan(members, persistence)
      return nil
    } catch {
      return error
    }
  }

  @Test
  func
    `servers are made read-only before the primary is let take writes, and super_read_only keeps its place`()
    throws
  {
    let plan = try FlagPlan(
      [Fleet.member(0, .primary, Fleet.closed), Fleet.member(1, .replica), Fleet.member(2, .replica)],
      .ignored)
    #expect(
      plan.told == [
        "db1 read_only ON set", "db2 read_only ON set", "db1 super_read_only ON set",
        "db2 super_read_only ON set",
        "db0 super_read_only OFF set", "db0 read_only OFF set",
      ])
  }

  @Test func `other flags are set between closing and opening, those of replicas first`() throws {
    let wanted = [("sync_binlog", "1"), ("max_connections", "9")]
    let values = ["sync_binlog": "0", "max_connections": "8"]
    let plan = try FlagPlan(
      [
        Fleet.member(0, .primary, Fleet.closed.merging(values) { $1 }, wanted: wanted),
        Fleet.member(1, .replica, values, wanted: wanted),
      ], .ignored)
    #expect(
      plan.steps.map(\.name) == [
        "read_only", "super_read_only", "sync_binlog", "max_connections", "sync_binlog", "max_connections",
        "super_read_only", "read_only",
      ])
    #expect(plan.steps[2].address == Fleet.address(1))
    #expect(plan.steps[4].address == Fleet.address(0))
  }

  @Test func `events stop before their server is closed, and begin when theirs is open`() throws {
    let plan = try FlagPlan(
      [
        Fleet.member(
          0, .primary, Fleet.closed.merging(["event_scheduler": "OFF"]) { $1 },
          wanted: [("event_scheduler", "ON")]),
        Fleet.member(1, .replica, ["event_scheduler": "ON"], wanted: [("event_scheduler", "OFF")]),
      ], .ignored)
    #expect(plan.told.first == "db1 event_scheduler OFF set")
    #expect(plan.told.suffix(2) == ["db0 read_only OFF set", "db0 event_scheduler ON set"])
  }

  @Test func `a server by itself is not let take writes while it replicates`() {
    func refused(_ replication: ReplicationState, _ values: [String: String] = Fleet.closed) -> OpsError? {
      refusal([
        FleetMember(
          address: Fleet.address(1), role: .primary, wanted: WantedFlags(.primary),
          actual: Fleet.server(Fleet.mysql, values, replication: replication), store: .server,
          roleOrigin: .commandLine)
      ])
    }
    let error = refused(Fleet.replicating)
    #expect(error?.code == .refused)
    #expect(error?.what == "cannot make db1:3306 take writes")
    #expect(error?.why.contains("it replicates from db0:3306") == true)
    #expect(error?.hint.contains("--target") == true)
    #expect(refused(.replica(sources: ["db0:3306"], .stopped)) == nil)
    #expect(refused(.none) == nil)
    #expect(refused(Fleet.replicating, [:]) == nil)
  }

  @Test(arguments: [
    ("OFF", true), ("0", true), ("ON", false), ("1", false), ("NO_LOCK", false), ("NO_LOCK_NO_ADMIN", false),
  ])
  func `only a server whose read_only is OFF takes writes`(value: String, takes: Bool) {
    #expect(ServerFlags.takesWrites(readOnly: FlagValue(value)) == takes)
    #expect(Fleet.server(Fleet.mariadb, ["read_only": value]).takesWrites == takes)
    #expect(ServerFlags.takesWrites(readOnly: nil))
  }

  @Test func `MariaDB has read_only alone`() throws {
    let plan = try FlagPlan(
      [
        Fleet.member(0, .primary, ["read_only": "ON"], on: Fleet.mariadb),
        Fleet.member(1, .replica, on: Fleet.mariadb),
      ], .ignored)
    #expect(plan.told == ["db1 read_only ON set", "db0 read_only OFF set"])
  }

  @Test func `no server is let take writes beside another one that does`() {
    let open = [
      Fleet.member(0, .primary, Fleet.closed),
      Fleet.member(1, .replica, wanted: [("read_only", "any"), ("super_read_only", "any")]),
    ]
    let error = refusal(open)
    #expect(error?.code == .refused)
    #expect(error?.what == "cannot make db0:3306 take writes")
    #expect(error?.why.contains("db1:3306 takes writes, too") == true)
  }

  @Test func `a server that is only watched counts as one that takes writes`() {
    let error = refusal([
      Fleet.member(0, .primary, Fleet.closed), Fleet.member(1, .replica, part: .watched),
    ])
    #expect(error?.code == .refused)
    #expect(error?.hint.contains("whole target") == true)
  }

  @Test func `two servers that take writes already are no reason against setting other flags`() throws {
    let members = [
      Fleet.member(0, .primary, ["sync_binlog": "0"], wanted: [("sync_binlog", "1")]),
      Fleet.member(1, .replica, wanted: [("read_only", "any"), ("super_read_only", "any")]),
    ]
    #expect(try FlagPlan(members, .ignored).told == ["db0 sync_binlog 1 set"])
  }

  @Test func `a server whose role is not what it does is refused, unless the role was given by hand`() {
    func member(_ role: FlagRole, _ replication: ReplicationState, _ origin: FleetMember.RoleOrigin)
      -> FleetMember
    {
      FleetMember(
        address: Fleet.address(1), role: role, wanted: WantedFlags(role),
        actual: Fleet.server(replication: replication), store: .server, roleOrigin: origin)
    }
    let idle = refusal([member(.replica, .none, .configuration)])
    #expect(idle?.code == .refused)
    #expect(idle?.why.contains("it replicates from nowhere") == true)
    #expect(idle?.hint.contains("--host db1 --role") == true)
    let busy = refusal([member(.primary, Fleet.replicating, .configuration)])
    #expect(busy?.why.contains("it replicates from db0:3306") == true)
    let stopped = ReplicationState.replica(sources: ["db0:3306"], .stopped)
    #expect(refusal([member(.primary, stopped, .configuration)])?.hint.contains("RESET REPLICA ALL") == true)
    #expect(refusal([member(.replica, stopped, .configuration)]) == nil)
    #expect(refusal([member(.replica, .none, .commandLine)]) == nil)
    #expect(refusal([member(.primary, Fleet.replicating, .commandLine)]) == nil)
  }

  @Test func `an account that may not see replication is refused with the privilege`() {
    let failure = SQLFailure(
      number: 1227,
      text:
        "Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation",
      server: "db1:3306", account: "dbops@%")
    let member = FleetMember(
      address: Fleet.address(1), role: .replica, wanted: WantedFlags(.replica),
      actual: Fleet.server(replication: .hidden(failure)), store: .server)
    let error = refusal([member])
    #expect(error?.code == .privilege)
    #expect(error?.hint.contains("GRANT REPLICATION CLIENT") == true, "\(error?.hint ?? "")")
  }

  @Test func `one server under two names is refused`() {
    let twin = Fleet.server(Fleet.mysql, Fleet.closed, identity: "server 0", replication: Fleet.replicating)
    let error = refusal([
      Fleet.member(0, .primary),
      FleetMember(
        address: Fleet.address(1), role: .replica, wanted: WantedFlags(.replica), actual: twin, store: .server
      ),
    ])
    #expect(error?.why == "it is the same server as db0:3306")
  }

  @Test func `all that stands against a plan is told at once`() {
    let error = refusal([
      Fleet.member(0, .primary, wanted: [("no_such", "1")]),
      Fleet.member(1, .replica, Fleet.closed, wanted: [("neither", "1")]),
    ])
    #expect(error?.why.contains("2 things") == true)
    #expect(error?.why.contains("db0:3306: no_such") == true)
    #expect(error?.why.contains("db1:3306: neither") == true)
  }
}

@Suite struct FlagPersistenceTests {
  private func isStatic(_ names: String...) -> (inout ActualFlag) -> Void {
    return { if names.contains($0.name) { $0.change = .restart } }
  }

  @Test func `with --persist a change is stored with the same statement`() throws {
    let plan = try FlagPlan([Fleet.member(0, .primary), Fleet.member(1, .replica)], .wanted)
    #expect(plan.told == ["db1 read_only ON set and store", "db1 super_read_only ON set and store"])
    #expect(plan.steps.first?.statements == ["SET PERSIST read_only = 'ON'"])
    #expect(
      plan.steps.first?.undoing == ["SET GLOBAL read_only = 'OFF'", "RESET PERSIST IF EXISTS read_only"])
  }

  @Test func `what was stored before is stored again when a step is taken back`() throws {
    let member = Fleet.member(0, .primary, ["sync_binlog": "0"], wanted: [("sync_binlog", "1")]) { flag in
      if flag.name == "sync_binlog" { flag.afterRestart = .stored(FlagValue("100")) }
    }
    let step = try #require(try FlagPlan([member], .wanted).steps.first)
    #expect(step.undoing == ["SET GLOBAL sync_binlog = 0", "SET PERSIST_ONLY sync_binlog = 100"])
  }

  @Test func `what only a restart changes is stored first, and waits`() throws {
    let wanted = [("relay_log_recovery", "ON")]
    let member = Fleet.member(
      1, .replica, ["relay_log_recovery": "OFF"], wanted: wanted, isStatic("relay_log_recovery"))
    let plan = try FlagPlan([Fleet.member(0, .primary), member], .wanted)
    #expect(plan.told.first == "db1 relay_log_recovery ON store")
    #expect(plan.left.map(\.kind) == [.waitsForRestart])
    let without = try FlagPlan([Fleet.member(0, .primary), member], .ignored)
    #expect(!without.told.contains { $0.contains("relay_log_recovery") })
    #expect(without.left.map(\.kind) == [.open])
    #expect(without.left.first?.reason.contains("--persist") == true)
  }

  @Test func `what a server does not store is left, with the line to write`() throws {
    let member = Fleet.member(0, .primary, ["log_bin": "OFF"], wanted: [("log_bin", "ON")]) { flag in
      guard flag.name == "log_bin" else { return }
      flag.change = .restart
    }
    let plan = try FlagPlan([member], .wanted)
    #expect(plan.steps.isEmpty)
    #expect(plan.left.first?.reason.contains("write log_bin = ON below [mysqld]") == true)
    let old = Fleet.member(0, .replica, on: Fleet.old, store: .none("MySQL 5.7.44 has no SET PERSIST"))
    let plain = try FlagPlan([old], .wanted)
    #expect(plain.told == ["db0 read_only ON set", "db0 super_read_only ON set"])
    #expect(plain.left.allSatisfy { $0.kind == .open && $0.reason.contains("SET PERSIST") })
    #expect(plain.left.count == 2)
  }

  @Test func `for MariaDB a change is set and then written into the option file`() throws {
    let file = FlagStore.file(path: "/etc/d/zz-dbops-flags.cnf", outdone: ["sync_binlog"])
    let member = Fleet.member(
      1, .replica, ["sync_binlog": "0"], on: Fleet.mariadb, wanted: [("sync_binlog", "1")], store: file)
    let plan = try FlagPlan([member], .wanted)
    #expect(plan.told == ["db1 read_only ON set", "db1 read_only ON write", "db1 sync_binlog 1 set"])
    #expect(plan.left.first?.reason.contains("an option file read behind") == true)
  }

  @Test func `what the command line sets cannot be stored in a file`() throws {
    let member = Fleet.member(1, .replica, on: Fleet.mariadb, store: .file(path: "/etc/d/x.cnf")) {
      $0.source = .commandLine
    }
    let plan = try FlagPlan([member], .wanted)
    #expect(plan.told == ["db1 read_only ON set"])
    #expect(plan.left.first?.reason.contains("command line") == true)
  }

  @Test func `what is right now and is not known to survive is stored with --persist alone`() throws {
    let member = Fleet.member(0, .replica, Fleet.closed) { $0.afterRestart = .unknown }
    #expect(try FlagPlan([member], .ignored).steps.isEmpty)
    #expect(try FlagPlan([member], .wanted).steps.map(\.action) == [.setAndStore, .setAndStore])
  }

  @Test func `a stored value that a restart would bring is named where --persist is not given`() throws {
    let member = Fleet.member(0, .replica, Fleet.closed) { $0.afterRestart = .stored(FlagValue("OFF")) }
    let plan = try FlagPlan([member], .ignored)
    #expect(plan.steps.isEmpty)
    #expect(plan.left.count == 2)
    #expect(plan.left.first?.reason == "OFF is stored for the next start: --persist changes that, too")
  }

  @Test func `values go into statements as the server wants them`() throws {
    func statement(_ shown: String, _ wanted: String) throws -> SQLText? {
      try FlagPlan(
        [Fleet.member(0, .primary, ["some_flag": shown], wanted: [("some_flag", wanted)])], .ignored
      )
      .steps.first?.statements.first
    }
    #expect(try statement("1024", "1G") == "SET GLOBAL some_flag = 1073741824")
    #expect(try statement("2", "OFF") == "SET GLOBAL some_flag = 0")
    #expect(try statement("OFF", "true") == "SET GLOBAL some_flag = 'ON'")
    #expect(try statement("", "it's") == "SET GLOBAL some_flag = _utf8mb4 X'69742773'")
    #expect(try statement("0.5", "0.25") == "SET GLOBAL some_flag = 0.25")
  }
}

@Suite struct FlagOrderTests {
  /// Every fleet of one primary and two replicas, each with its read-only flags in any state.
  @Test func `at no step does a plan, or any way of taking it back, let a second server take writes`() throws
  {
    let states: [[String: String]] = [
      ["read_only": "OFF", "super_read_only": "OFF"], ["read_only": "ON", "super_read_only": "OFF"],
      Fleet.closed,
    ]
    for persistence in [Persistence.wanted, .ignored] {
      for first in states {
        for second in states {
          for third in states {
            let members = [
              Fleet.member(0, .primary, first), Fleet.member(1, .replica, second),
              Fleet.member(2, .replica, third),
            ]
            let plan = try FlagPlan(members, persistence)
            for failing in plan.steps.indices {
              for way in Way.allCases {
                expectOrder(plan, members, failing: (failing, way), undoing: nil)
                for undoing in 0..<failing {
                  for second in Way.allCases {
                    expectOrder(plan, members, failing: (failing, way), undoing: (undoing, second))
                  }
                }
              }
            }
            expectOrder(plan, members, failing: nil, undoing: nil)
          }
        }
      }
    }
  }

  /// How a step, or its undoing, can end that did not go well, and whether it was done nevertheless.
  private enum Way: CaseIterable {
    case failed, wrongButDone, wrong, unclearButDone, unclear, restartedOpen

    var isDone: Bool { self == .wrongButDone || self == .unclearButDone }

    var event: FlagSequence.Event {
      let error = OpsError(.failed, "no")
      return switch self {
      case .failed: .failed(error)
      case .wrong, .wrongButDone: .wrong(error)
      case .unclear, .unclearButDone, .restartedOpen: .unclear(error)
      }
    }
  }

  /// Plays a plan as servers would, and counts who takes writes.
  ///
  /// - Parameter undoing: Which of the undoings goes wrong, counted from 0.
  private func expectOrder(
    _ plan: FlagPlan, _ members: [FleetMember], failing: (index: Int, way: Way)?,
    undoing: (index: Int, way: Way)?
  ) {
    var taking = Set(members.indices.filter { members[$0].actual.takesWrites })
    var sequence = FlagSequence(plan.steps, takingWrites: members.map(\.actual.takesWrites))
    var action = sequence.first
    var (performed, undone) = (0, 0)
    while true {
      let before = taking
      let (step, value, way): (FlagStep, FlagValue, Way?)
      switch action {
      case .end(let outcome):
        if failing == nil {
          #expect(outcome == .done)
          #expect(taking == [0])
        }
        return
      case .perform(let next):
        (step, value, way) = (next, next.to, performed == failing?.index ? failing?.way : nil)
        performed += 1
      case .undo(let next):
        (step, value, way) = (next, next.from, undone == undoing?.index ? undoing?.way : nil)
        undone += 1
      }
      if way?.isDone ?? true { note(step.name, value, step.member, &taking) }
      // None opens beside another because of a step.
      #expect(
        taking.subtracting(before).isEmpty || taking.count == 1,
        "\(plan.told) failing at \(String(describing: failing)), undoing \(String(describing: undoing))")
      if way == .restartedOpen { taking.insert(step.member) }
      action = sequence.handle(way?.event ?? .done)
    }
  }

  /// As servers do: super_read_only ON takes read_only along.
  private func note(_ name: String, _ value: FlagValue, _ member: Int, _ taking: inout Set<Int>) {
    if name == "read_only" {
      if value.truth == true { taking.remove(member) } else { taking.insert(member) }
    } else if name == "super_read_only", value.truth == true {
      taking.remove(member)
    }
  }
}
