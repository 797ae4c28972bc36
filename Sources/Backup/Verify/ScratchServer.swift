import Basics
import FoundationEssentials
import Glibc
import MySQL

/// A private, empty server for proving a restore: its own folder, reached through a socket only, gone afterwards.
package final class ScratchServer: Sendable {
  package struct Settings: Sendable {
    /// The server program and its first arguments; a name is looked for in the system's folders.
    package var program: [String]
    package var flavour: ServerInfo.Flavour
    /// The folder in which the server's own folder is made; made if missing, and needs room for the restored data.
    package var parent: String

    package init(program: [String], flavour: ServerInfo.Flavour, parent: String) {
      self.program = program
      self.flavour = flavour
      self.parent = parent
    }
  }

  private let folder: ScratchFolder
  private let process: ChildProcess

  private init(folder: ScratchFolder, process: ChildProcess) {
    self.folder = folder
    self.process = process
  }

  /// Where it listens, as user root without a password: the folder is closed to others.
  package var options: ConnectionOptions {
    ConnectionOptions(address: .socket(path: "\(folder.path)/s"), user: "root")
  }

  /// Makes the folder, initializes the server in it and starts it; blocks until it answers.
  ///
  /// What verifications that were killed left in the same parent is removed first.
  ///
  /// - Parameter checkpoint: Asked while the server is waited for; an error from it ends the start.
  /// - Throws: `OpsError` `notFound` when the program is not there, `failed` with the end of the server's log.
  package static func start(
    _ settings: Settings, log: Log = .silent, checkpoint: () throws -> Void = {}
  ) throws -> ScratchServer {
    ScratchFolder.removeLeftovers(in: settings.parent, log: log)
    let folder = try ScratchFolder(in: settings.parent)
    do {
      try initialize(settings, folder.path, checkpoint)
      let arguments = settings.program + ["--no-defaults"] + options(settings, folder.path)
      let process = try ChildProcess(starting: ChildCommand(arguments), log: "\(folder.path)/log")
      let server = ScratchServer(folder: folder, process: process)
      do {
        try server.waitUntilReady(checkpoint)
        return server
      } catch {
        server.stop()
        throw error
      }
    } catch {
      folder.remove()
      throw error
    }
  }

  /// Ends the server and removes its folder; blocks.
  package func stop() {
    // Nothing of it is kept, so there is nothing to be written down in good order.
    process.stop(grace: .zero)
    folder.remove()
  }

  private static func options(_ settings: Settings, _ folder: String) -> [String] {
    var options = [
      "--datadir=\(folder)/data", "--tmpdir=\(folder)/tmp", "--socket=\(folder)/s",
      "--pid-file=\(folder)/pid", "--skip-networking",
      "--skip-log-bin", "--local-infile=ON", "--event-scheduler=OFF", "--skip-slave-start",
      "--max-allowed-packet=1G", "--innodb-flush-log-at-trx-commit=0", "--secure-file-priv=\(folder)",
    ]
    // Both servers refuse to run as root unless they are told to.
    if geteuid() == 0 { options.append("--user=root") }
    if settings.flavour == .mysql { options.append("--mysqlx=OFF") }
    return options
  }

  private static func initialize(
    _ settings: Settings, _ folder: String, _ checkpoint: () throws -> Void
  ) throws {
    // MariaDB starts by removing temporary tables from its tmpdir: in a shared one those of other servers.
    try ScratchFolder.makePrivateFolder("\(folder)/tmp")
    let common = ["--tmpdir=\(folder)/tmp"] + (geteuid() == 0 ? ["--user=root"] : [])
    let command =
      settings.flavour == .mysql
      ? settings.program + ["--no-defaults", "--initialize-insecure", "--datadir=\(folder)/data"] + common
      : [
        // --force: a host name that cannot be looked up does not matter to a server without a network.
        "mariadb-install-db", "--no-defaults", "--force", "--datadir=\(folder)/data", "--skip-test-db",
        "--auth-root-authentication-method=normal",
      ] + common
    if settings.flavour == .mariadb { try ScratchFolder.makePrivateFolder("\(folder)/data") }
    let process = try ChildProcess(starting: ChildCommand(command), log: "\(folder)/log")
    let deadline = ContinuousClock.now + .seconds(300)
    while process.status == nil, ContinuousClock.now < deadline {
      try checkpoint()
      _ = process.wait(upTo: .milliseconds(100))
    }
    guard process.status?.isSuccess == true else {
      throw OpsError(
        .failed, "cannot initialize a scratch server",
        why: "\(command[0]) \(process.status?.description ?? "takes too long"): \(tellingLogLine(folder))")
    }
  }

  private func waitUntilReady(_ checkpoint: () throws -> Void) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      try checkpoint()
      if let status = process.status {
        throw OpsError(
          .failed, "the scratch server did not start", why: "\(status): \(Self.tellingLogLine(folder.path))")
      }
      // The pid file is written once the server listens.
      if FileManager.default.fileExists(atPath: "\(folder.path)/pid") { return }
      usleep(50_000)
    }
    throw OpsError(
      .failed, "the scratch server did not start",
      why: "no answer within a minute: \(Self.tellingLogLine(folder.path))")
  }

  private static func tellingLogLine(_ folder: String) -> String {
    let lines = ((try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "").split(separator: "\n")
    // What follows the first error is advice, at length.
    let line = lines.first { $0.contains("[ERROR]") || $0.hasPrefix("ERROR") } ?? lines.last
    return line.map { String($0) } ?? "its log is empty"
  }
}
