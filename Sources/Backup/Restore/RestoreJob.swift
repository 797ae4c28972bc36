import Basics
import MySQL
import Pipeline
import Repository

/// One restore of one backup into one server: first looked at, then, if wanted, done.
package struct RestoreJob: Sendable {
  package struct Settings: Sendable {
    package var selection: Selection
    package var mapping: NameMapping
    /// The rules `mapping` was made of: they name the restore when it is run again.
    package var renames: [String]
    package var threads: Int
    package var overwrites: Bool
    package var includesAccounts: Bool

    package init(
      selection: Selection = Selection(), renames: [String] = [], threads: Int = 4, overwrites: Bool = false,
      includesAccounts: Bool = false
    ) throws {
      self.selection = selection
      self.renames = renames
      mapping = try NameMapping(rules: renames)
      self.threads = threads
      self.overwrites = overwrites
      self.includesAccounts = includesAccounts
    }
  }

  /// What would be done, for showing.
  package struct Preview: Sendable {
    package let plan: RestorePlan
    package let check: TargetCheck
    package let server: ServerInfo
    package let rawBytes: ByteCount
  }

  private let target: Source
  private let reader: BackupReader
  private let settings: Settings
  private let progress: WorkProgress
  private let log: Log
  private let plan: RestorePlan
  private let id: String

  /// Reads the backup's contents and works out the plan; blocks.
  ///
  /// - Throws: `OpsError`: `wrongKey`, `corrupt`, `notFound`, `refused`.
  package init(
    target: Source, reader: BackupReader, settings: Settings, progress: WorkProgress, log: Log
  ) throws {
    self.target = target
    self.reader = reader
    self.settings = settings
    self.progress = progress
    self.log = log
    let contents = try DumpContents(json: try reader.contents())
    plan = try RestorePlan(
      contents, selection: settings.selection, mapping: settings.mapping,
      includesAccounts: settings.includesAccounts)
    id = try LogicalRestore.identity(
      backup: reader.manifest.id.description, selection: settings.selection, renames: settings.renames)
  }

  /// Looks at the target and says what a restore would do; changes nothing.
  ///
  /// - Throws: `OpsError` `refused` when the server cannot take this backup, `privilege` when the account cannot.
  package func preview() async throws -> Preview {
    let server = try await checkServer()
    let check = try await restore.check()
    return Preview(
      plan: plan, check: check, server: server,
      rawBytes: ByteCount(plan.objectNumbers.reduce(0) { $0 + reader.rawBytes(of: $1) }))
  }

  /// Proves the stored data, then restores and compares.
  ///
  /// - Throws: `OpsError`; `corrupt` before anything is written when an object is damaged.
  package func run() async throws -> LogicalRestore.Outcome {
    _ = try await checkServer()
    try await restore.check().requireNoConflicts()
    try await proveObjects()
    return try await restore.run()
  }

  private var restore: LogicalRestore {
    LogicalRestore(
      target: target, plan: plan,
      settings: .init(threads: settings.threads, overwrites: settings.overwrites, id: id), reader: reader,
      progress: progress, log: log)
  }

  /// Decodes every object that will be loaded, so that damage is found while the target is untouched.
  private func proveObjects() async throws {
    let numbers = plan.objectNumbers
    let (reader, progress) = (reader, progress)
    progress.begin("verifying the backup", totalBytes: numbers.reduce(0) { $0 + reader.rawBytes(of: $1) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      let lanes = max(1, settings.threads)
      for lane in 0..<lanes {
        group.addTask {
          try await blocking { checkpoint in
            for index in stride(from: lane, to: numbers.count, by: lanes) {
              let source = try reader.object(numbers[index])
              while let bytes = try source.next() {
                try checkpoint()
                progress.add(bytes: bytes.count)
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Checks flavour, version, and what LOAD DATA needs.
  private func checkServer() async throws -> ServerInfo {
    let manifest = reader.manifest
    let plan = plan
    return try await target.withConnection(.plain, "check") { connection in
      let server = connection.server
      guard server.flavour.rawValue == manifest.server.flavour else {
        throw OpsError(
          .refused, "cannot restore a backup of \(manifest.server.flavour) into \(server.flavour.rawValue)",
          why: "definitions of the two differ", hint: "restore into a server of the same kind")
      }
      let names = Selection(databases: plan.databases.map(\.name))
      try await PrivilegeCheck.restore(making: plan.programs.map(\.program))
        .verify(connection, selection: names, accounts: !plan.accounts.isEmpty)
      let row = try await connection.query(
        "SELECT @@GLOBAL.local_infile AS l, @@GLOBAL.read_only AS r, @@GLOBAL.max_allowed_packet AS p"
      ).first
      guard row?["l"].isOn == true else {
        throw OpsError(
          .refused, "cannot restore into \(connection.options.address)",
          why: "the server does not take LOAD DATA LOCAL (local_infile is OFF)",
          hint: "SET GLOBAL local_infile = ON, restore, and set it back")
      }
      guard row?["r"].isOn == false else {
        throw OpsError(
          .refused, "cannot restore into \(connection.options.address)", why: "the server is read-only",
          hint: "restore into a primary, or SET GLOBAL read_only = OFF if this is the server you mean")
      }
      return server
    }
  }
}
