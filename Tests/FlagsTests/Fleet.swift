import Flags
import MySQL

/// Servers for tests, made up.
enum Fleet {
  static let mysql = ServerInfo(text: "9.7.4", comment: "MySQL Community Server")
  static let old = ServerInfo(text: "5.7.44", comment: "MySQL Community Server")
  static let mariadb = ServerInfo(text: "10.11.19-MariaDB", comment: "")

  static func address(_ index: Int) -> ServerAddress { .tcp(host: "db\(index)", port: 3306) }

  /// What a server says of itself.
  ///
  /// - Parameter values: On top of `read_only` and, on MySQL, `super_read_only`, which are OFF.
  static func server(
    _ info: ServerInfo = mysql, _ values: [String: String] = [:], identity: String = "one",
    replication: ReplicationState = .none, _ change: (inout ActualFlag) -> Void = { _ in }
  ) -> ServerFlags {
    var all = ["read_only": "OFF"]
    if info.flavour == .mysql { all["super_read_only"] = "OFF" }
    all.merge(values) { $1 }
    let flags = all.map { name, value in
      var flag = ActualFlag(name, value)
      flag.source = .compiled
      flag.afterRestart = .same
      flag.change = .running
      change(&flag)
      return flag
    }
    return ServerFlags(server: info, identity: identity, replication: replication, flags: flags)
  }

  static let replicating = ReplicationState.replica(sources: ["db0:3306"], .running)

  /// A member whose role and replication agree.
  static func member(
    _ index: Int, _ role: FlagRole, _ values: [String: String] = [:], on info: ServerInfo = mysql,
    wanted: [(name: String, value: String)] = [], store: FlagStore = .server,
    part: FleetMember.Part = .changed,
    _ change: (inout ActualFlag) -> Void = { _ in }
  ) -> FleetMember {
    let actual = server(
      info, values, identity: "server \(index)", replication: role == .replica ? replicating : .none, change)
    return FleetMember(
      address: address(index), role: role, wanted: WantedFlags(role, configured: wanted), actual: actual,
      store: store, part: part)
  }

  static let closed = ["read_only": "ON", "super_read_only": "ON"]
}

extension FlagPlan {
  /// `db1 read_only ON` and so on.
  var told: [String] {
    steps.map {
      "\($0.address.description.split(separator: ":")[0]) \($0.name) \($0.to) \($0.action.rawValue)"
    }
  }
}
