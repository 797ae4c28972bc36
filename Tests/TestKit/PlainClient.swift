import Basics
import MySQL

/// The server's own command line programs, used as its administrator.
package struct PlainClient: Sendable {
  private let server: TestServer
  private let role: TestServer.Role

  package init(_ server: TestServer, _ role: TestServer.Role = .primary) {
    self.server = server
    self.role = role
  }

  /// Runs a script that may be run again after it stopped halfway: other sessions that change accounts or databases
  /// at the same time make a server end a statement with a deadlock. It may hold what only the client understands, such as DELIMITER.
  ///
  /// - Throws: `OpsError` with what the client said.
  package func run(_ script: String) throws {
    for attempt in 1... {
      do {
        let purpose = "run a script on \(server) \(role)"
        return try Self.shell("exec \(try client())", input: script, purpose: purpose)
      } catch let error as OpsError where error.why.contains("ERROR 1213") && attempt < 5 {
        continue
      }
    }
  }

  /// Reads the binary log of this server to its end and runs what it says about `database` on `target`.
  ///
  /// - Parameter start: Arguments of the log reader that say where to begin: `--start-position=…`, a file.
  /// - Throws: `OpsError` with what the programs said.
  package func replay(_ start: [String], of database: String, on target: TestServer.Role) throws {
    guard case .tcp(let host, let port) = try server.options(role).address else { return }
    let options = [
      "--read-from-remote-server", "--host=\(host)", "--port=\(port)", "--to-last-log",
      "--database=\(database)",
    ]
    let reader = try logReader() + (options + start).map(Self.quoted)
    // What is replayed is not logged again: its GTIDs are not the target's own.
    let writer = try PlainClient(server, target).client() + " --init-command='SET SESSION sql_log_bin = 0'"
    try Self.shell(
      "set -o pipefail; \(reader.joined(separator: " ")) | \(writer)",
      purpose: "replay the log of \(server) \(role)")
  }

  private func logReader() throws -> [String] {
    let file = Self.quoted(try Self.required("DBOPS_TEST_OPTION_FILE"))
    return switch server {
    case .mariadb: ["mariadb-binlog", "--defaults-file=\(file)"]
    case .mysql:
      [Self.quoted(try Self.required("DBOPS_TEST_MYSQLBINLOG")), "--defaults-file=\(file)", "--skip-gtids"]
    }
  }

  private func client() throws -> String {
    guard case .socket(let socket)? = server.socket(role) else {
      throw OpsError(.notFound, "there is no socket of \(server) \(role)", hint: TestServer.remedy)
    }
    let program = try Self.required("DBOPS_TEST_\(server.rawValue.uppercased())_CLIENT")
    let file = try Self.required("DBOPS_TEST_ROOT_OPTION_FILE")
    return [
      program, "--defaults-file=\(file)", "--socket=\(socket)", "--default-character-set=utf8mb4",
      "--binary-mode",
    ].map(Self.quoted).joined(separator: " ")
  }

  private static func shell(_ script: String, input: String = "", purpose: String) throws {
    guard let bash = ExternalTool("bash") else { throw OpsError(.notFound, "there is no bash") }
    let result = try bash.run(["-c", script], input: input)
    guard result.status == 0 else {
      throw OpsError(.failed, "cannot \(purpose)", why: String(result.output.prefix(2000)))
    }
  }

  private static func required(_ variable: String) throws -> String {
    guard let value = Environment.value(variable) else {
      throw OpsError(.notFound, "there is no \(variable)", hint: TestServer.remedy)
    }
    return value
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
