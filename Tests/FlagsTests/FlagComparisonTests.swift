import Flags
import MySQL
import Testing

@Suite struct FlagComparisonTests {
  private func findings(
    _ wanted: [(name: String, value: String)], _ actual: ServerFlags, _ role: FlagRole = .primary
  ) -> [String: FlagFinding] {
    let all = FlagComparison(WantedFlags(role, configured: wanted), role, actual).findings
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test
  func `a primary is wanted to take writes and a replica not to, unless the configuration says otherwise`() {
    let server = Fleet.server()
    #expect(findings([], server)["read_only"]?.state == .right)
    #expect(findings([], server, .replica)["read_only"]?.state == .wrong)
    #expect(findings([], server, .replica)["super_read_only"]?.state == .wrong)
    #expect(
      findings([("read_only", "any"), ("super_read_only", "ANY")], server, .replica)["read_only"] == nil)
    #expect(findings([("READ_ONLY", "1")], server)["read_only"]?.state == .wrong)
  }

  @Test func `what MariaDB does not have is not wanted there by itself`() {
    let found = findings([], Fleet.server(Fleet.mariadb), .replica)
    #expect(found["super_read_only"] == nil)
    #expect(found["read_only"]?.state == .wrong)
    let asked = findings([("super_read_only", "ON")], Fleet.server(Fleet.mariadb), .replica)
    #expect(asked["super_read_only"]?.state == .impossible)
    #expect(asked["super_read_only"]?.remark.contains("MariaDB has read_only alone") == true)
  }

  @Test(arguments: [
    ("log_slave_updates", "log_replica_updates"), ("log_replica_updates", "log_slave_updates"),
    ("slave_parallel_workers", "replica_parallel_workers"), ("tx_isolation", "transaction_isolation"),
    ("rpl_semi_sync_master_wait_for_slave_count", "rpl_semi_sync_source_wait_for_replica_count"),
    ("skip_slave_start", "skip_replica_start"),
  ])
  func `a variable that was renamed is found under its other name`(written: String, there: String) {
    let found = findings([(written, "4")], Fleet.server(Fleet.mysql, [there: "4"]))
    #expect(found[there]?.state == .right)
    #expect(found[there]?.remark == "written as \(written) in the configuration")
  }

  @Test func `a variable that exists under both names is taken as it is written`() {
    let server = Fleet.server(Fleet.mysql, ["slave_net_timeout": "60", "replica_net_timeout": "60"])
    let found = findings([("slave_net_timeout", "60")], server)
    #expect(found["slave_net_timeout"]?.state == .right)
    #expect(found["replica_net_timeout"] == nil)
  }

  @Test(arguments: [
    ("sync_binlgo", "did you mean sync_binlog?"),
    ("expire_logs_days", "binlog_expire_logs_seconds, in seconds"),
    ("gtid_strict_mode", "gtid_mode and enforce_gtid_consistency"), ("qqqqqqqqqqqq", "no such variable"),
  ])
  func `an unknown variable is told apart, with what to write instead`(name: String, remedy: String) {
    let found = findings([(name, "1")], Fleet.server(Fleet.mysql, ["sync_binlog": "1"]))
    #expect(found[name]?.state == .impossible)
    #expect(found[name]?.remark.contains(remedy) == true, "\(String(describing: found[name]?.remark))")
    #expect(found[name]?.isDrift(.ignored) == true)
  }

  @Test(arguments: ["server_id", "gtid_purged", "gtid_slave_pos", "report_host", "Server_UUID"])
  func `what belongs to one server cannot be wanted of a role`(name: String) {
    let found = findings([(name, "1")], Fleet.server(Fleet.mysql, [name.lowercased(): "2"]))
    #expect(found[name.lowercased()]?.state == .impossible)
  }

  @Test func `gtid_mode goes one step at a time`() {
    func state(_ from: String, _ to: String) -> FlagFinding? {
      findings([("gtid_mode", to)], Fleet.server(Fleet.mysql, ["gtid_mode": from]))["gtid_mode"]
    }
    #expect(state("OFF", "ON")?.state == .impossible)
    #expect(state("OFF", "ON")?.remark.contains("want OFF_PERMISSIVE first") == true)
    #expect(state("ON", "OFF_PERMISSIVE")?.remark.contains("want ON_PERMISSIVE first") == true)
    #expect(state("ON_PERMISSIVE", "ON")?.state == .wrong)
    #expect(state("OFF", "off_permissive")?.state == .wrong)
    #expect(state("ON", "1")?.state == .right)
  }

  @Test func `the number of a word in the server's list is refused`() {
    let found = findings([("binlog_row_image", "1")], Fleet.server(Fleet.mysql, ["binlog_row_image": "FULL"]))
    #expect(found["binlog_row_image"]?.state == .impossible)
  }

  @Test func `a scheduler that was disabled at the start is off`() {
    let server = Fleet.server(Fleet.mysql, ["event_scheduler": "DISABLED"])
    #expect(findings([("event_scheduler", "OFF")], server)["event_scheduler"]?.state == .right)
    #expect(findings([("event_scheduler", "ON")], server)["event_scheduler"]?.state == .wrong)
  }

  @Test func `super_read_only is wanted together with read_only`() {
    let found = findings([("read_only", "OFF"), ("super_read_only", "ON")], Fleet.server())
    #expect(found["super_read_only"]?.state == .impossible)
    let closed = Fleet.server(Fleet.mysql, Fleet.closed)
    #expect(findings([("super_read_only", "any")], closed)["read_only"]?.state == .impossible)
  }

  @Test(arguments: [["log_replica_updates": "ON"], ["log_replica_updates": "ON", "log_slave_updates": "ON"]])
  func `one variable wanted under two names with two values is refused`(values: [String: String]) {
    let server = Fleet.server(Fleet.mysql, values)
    let all = FlagComparison(
      WantedFlags(.primary, configured: [("log_replica_updates", "ON"), ("log_slave_updates", "OFF")]),
      .primary, server
    ).findings
    #expect(all.contains { $0.state == .impossible })
  }

  @Test(arguments: [
    (ActualFlag.AfterRestart.same, FlagFinding.State.right), (.unknown, .lostAtRestart),
    (.stored(FlagValue("ON")), .right), (.stored(FlagValue("OFF")), .changesAtRestart),
  ])
  func `what is right now is told apart by what a restart brings`(
    after: ActualFlag.AfterRestart, state: FlagFinding.State
  ) {
    let server = Fleet.server(Fleet.mysql, ["read_only": "ON", "super_read_only": "ON"]) {
      $0.afterRestart = after
    }
    #expect(findings([], server, .replica)["read_only"]?.state == state)
  }

  @Test func `what only a restart changes is told apart by whether it is stored`() {
    func state(_ after: ActualFlag.AfterRestart) -> FlagFinding.State? {
      let server = Fleet.server(Fleet.mysql, ["relay_log_recovery": "OFF"]) { flag in
        guard flag.name == "relay_log_recovery" else { return }
        flag.change = .restart
        flag.afterRestart = after
      }
      return findings([("relay_log_recovery", "ON")], server)["relay_log_recovery"]?.state
    }
    #expect(state(.same) == .needsRestart)
    #expect(state(.stored(FlagValue("1"))) == .waitsForRestart)
  }

  @Test func `only what is not known to survive is no difference without --persist`() {
    let server = Fleet.server(Fleet.mysql, Fleet.closed) { $0.afterRestart = .unknown }
    let finding = findings([], server, .replica)["read_only"]
    #expect(finding?.isDrift(.ignored) == false)
    #expect(finding?.isDrift(.wanted) == true)
  }

  @Test func `risky values that nobody asked about are remarked on, and are no difference`() {
    let found = findings([], Fleet.server(Fleet.mysql, ["sync_binlog": "0"]))["sync_binlog"]
    #expect(found?.remark.contains("safest") == true)
    #expect(found?.isDrift(.wanted) == false)
  }
}
