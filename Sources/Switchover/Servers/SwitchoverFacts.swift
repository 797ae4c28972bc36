import Basics
import MySQL
import Replication

/// What must be known of a server before and during a switchover, besides its part in replication.
package struct SwitchoverFacts: Sendable, Equatable {
  /// `ON`, `OFF` or `DISABLED`.
  package var eventScheduler = "OFF"
  /// MySQL: transactions that are executed, but no longer in the log.
  package var purged = MySQLGTIDs()
  /// Transactions that have been open for long.
  package var transactions: [OpenTransaction] = []
  /// Programs at work that a switchover would break.
  package var programs: [String] = []
  /// Whether the server waits for replicas before it tells clients of a commit.
  package var waitsForReplicas = false

  package init() {}

  package struct OpenTransaction: Sendable, Equatable {
    package let session: UInt64
    package let age: Duration

    package init(session: UInt64, age: Duration) {
      self.session = session
      self.age = age
    }
  }

  /// Programs by the name that they give when they log in.
  private static let programs: Set<String> = [
    "gh-ost", "mydumper", "myloader", "mysqldump", "mysqlpump", "mysqlsh", "pt-online-schema-change",
    "spirit",
    "xtrabackup",
  ]
  /// What dbops does that a switchover would break, by the beginning of the phase in its statements.
  private static let disturbed = ["alter", "backup", "dump", "load", "restore", "snapshot"]

  /// Asks a server.
  ///
  /// - Parameter patience: Transactions that have been open for longer are told of.
  package static func read(
    _ connection: isolated Connection, patience: Duration
  ) throws -> SwitchoverFacts {
    var facts = SwitchoverFacts()
    let row = try connection.query("SELECT @@GLOBAL.event_scheduler AS e").first
    facts.eventScheduler = row?["e"].string?.uppercased() ?? "OFF"
    if connection.server.flavour == .mysql {
      let text = try connection.query("SELECT @@GLOBAL.gtid_purged AS p").first?["p"].string ?? ""
      facts.purged = MySQLGTIDs(text: text) ?? MySQLGTIDs()
    }
    let rows = try connection.query(
      """
      SELECT trx_mysql_thread_id AS s, TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS a
      FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> CONNECTION_ID()
      """)
    facts.transactions = rows.compactMap { row in
      guard let session = row["s"].uint, session != 0, let age = row["a"].int else { return nil }
      let open = OpenTransaction(session: session, age: .seconds(age))
      return open.age >= patience ? open : nil
    }
    facts.programs = try programs(connection)
    let semisync = try connection.query(
      """
      SHOW GLOBAL VARIABLES WHERE Variable_name IN ('rpl_semi_sync_source_enabled', 'rpl_semi_sync_master_enabled')
      """)
    facts.waitsForReplicas = semisync.contains { $0[1].isOn }
    return facts
  }

  private static func programs(_ connection: isolated Connection) throws -> [String] {
    var found: Set<String> = []
    for row in try connection.query("SHOW FULL PROCESSLIST") {
      // What is replicated shows the words of the session that it comes from.
      guard row["User"].string != "system user", let info = row["Info"].string,
        let phase = dbopsPhase(of: info), disturbed.contains(where: phase.hasPrefix)
      else { continue }
      found.insert("dbops (\(phase))")
    }
    do {
      let rows = try connection.query(
        """
        SELECT DISTINCT ATTR_VALUE AS p FROM performance_schema.session_connect_attrs
        WHERE ATTR_NAME = 'program_name'
        """)
      found.formUnion(rows.compactMap { $0["p"].string }.filter { programs.contains($0.lowercased()) })
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      // They are known by their statements, then.
    }
    return found.sorted()
  }

  /// What a statement of dbops is for, told by the comment before it.
  static func dbopsPhase(of statement: String) -> String? {
    guard statement.hasPrefix("/* dbops run="), let begin = statement.firstRange(of: " phase=") else {
      return nil
    }
    return String(statement[begin.upperBound...].prefix { $0 != " " })
  }
}
