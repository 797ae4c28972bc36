import Backup
import Basics
import MySQL

/// Looks at one server: reachable, of a known version, with the privileges and settings that jobs need.
struct ServerExamination: Sendable {
  let subject: String
  let source: Source
  let selection: Selection

  /// Everything found; never throws, because a failure is a finding.
  func run() async -> [Finding] {
    do {
      return try await source.withConnection(.plain, "doctor") { connection in
        try await examine(connection)
      }
    } catch {
      let failure = OpsError.wrapping(error, as: "cannot connect")
      let verdict: Finding.Verdict = failure.code == .privilege ? .forbidden : .bad
      return [Finding(verdict, subject, failure.message, fix: failure.hint)]
    }
  }

  private func examine(_ connection: Connection) async throws -> [Finding] {
    var findings = [version(connection.server)]
    let missing = try await PrivilegeCheck.backup.missing(connection, selection: selection, accounts: true)
    for item in missing.items {
      findings.append(
        Finding(
          .forbidden, subject,
          "cannot back up: lacks \(item.privileges.joined(separator: ", ")) on \(item.scope)",
          fix: "GRANT \(item.privileges.joined(separator: ", ")) ON \(item.scope) TO \(connection.account)"))
    }
    if missing.isEmpty { findings.append(Finding(.good, subject, "privileges suffice for backups")) }
    findings += try await log(connection)
    findings += try await clock(connection)
    findings += try await tables(connection)
    return findings
  }

  private func version(_ server: ServerInfo) -> Finding {
    let known = server.flavour == .mysql ? server.version >= .init(5, 7) : server.version >= .init(10, 2)
    return known
      ? Finding(.good, subject, "\(server)")
      : Finding(
        .bad, subject, "\(server) is too old", fix: "dbops supports MySQL 5.7 and MariaDB 10.2 or newer")
  }

  private func log(_ connection: Connection) async throws -> [Finding] {
    let row = try await connection.query("SELECT @@GLOBAL.log_bin AS b, @@GLOBAL.binlog_format AS f").first
    guard row?["b"].isOn == true else {
      return [
        Finding(
          .doubtful, subject, "writes no binary log: backups cannot be rolled forward",
          fix: "set log_bin and restart")
      ]
    }
    guard row?["f"].string == "ROW" else {
      return [
        Finding(
          .doubtful, subject, "binlog_format is \(row?["f"].string ?? "unknown")",
          fix: "SET GLOBAL binlog_format = ROW, and in the server's configuration")
      ]
    }
    return [Finding(.good, subject, "binary log in ROW format")]
  }

  private func clock(_ connection: Connection) async throws -> [Finding] {
    let before = Timestamp.now()
    let there = try await connection.query("SELECT UNIX_TIMESTAMP(NOW(6)) AS t").first?["t"].double ?? 0
    let here = (before.seconds + Timestamp.now().seconds) / 2
    let skew = Duration.milliseconds(Int64(abs(there - here) * 1000))
    return skew < .seconds(2)
      ? []
      : [
        Finding(
          .doubtful, subject, "its clock differs from ours by \(skew.text)", fix: "run NTP on both machines")
      ]
  }

  private func tables(_ connection: Connection) async throws -> [Finding] {
    let rows = try await connection.query(
      """
      SELECT TABLE_SCHEMA AS d, TABLE_NAME AS n, ENGINE AS e FROM information_schema.TABLES
      WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB' ORDER BY ENGINE
      """)
    let selected = rows.filter { row in
      selection.includes(table: TableName(row["d"].string ?? "", row["n"].string ?? ""))
    }
    let engines = Dictionary(grouping: selected) { $0["e"].string ?? "?" }
    return engines.sorted { $0.key < $1.key }.map { engine, tables in
      Finding(
        .doubtful, subject, "tables without snapshots: \(tables.count) of engine \(engine)",
        fix: "convert them to InnoDB; until then they are locked against writes while they are read")
    }
  }
}
