import Basics
import MySQL
import Synchronization

/// The session of one run with one server, and what it does to the server's flags.
package actor FlagSession {
  package nonisolated let address: ServerAddress
  private let options: ConnectionOptions
  private var connection: Connection?
  /// Nil where the server stores values itself, or nothing can be stored.
  private var localOptions: LocalOptions?
  /// Whether this run has the lock on the server, or had it when the connection was lost.
  private var isLocked = false

  /// Runs of which only one may change a server's flags at a time hold this lock on it.
  private static let lock: SQLText = "'dbops.flags'"
  /// How long a server that went away in the middle of a step is asked what became of it, and how long at a time.
  private static let patience = (whole: Duration.seconds(15), once: Duration.seconds(3))

  /// - Parameter lockWait: How long a change may wait for others' transactions and locks, in whole seconds. Others wait
  ///   behind it.
  package init(_ options: ConnectionOptions, lockWait: Duration = .seconds(5)) {
    var options = options.with(profile: .plain, phase: "flags")
    options.lockWait = lockWait
    options.connectTimeout = min(options.connectTimeout, .seconds(10))
    options.readTimeout = lockWait + .seconds(30)
    self.options = options
    address = options.address
  }

  /// What the server says.
  ///
  /// - Throws: `SQLFailure`, `OpsError`.
  package func read() async throws -> ServerFlags {
    var flags = try await ready().perform { try FlagReader.read($0) }
    if let localOptions {
      for (name, value) in try localOptions.file().values where !localOptions.folder.outdone.contains(name) {
        flags.flags[name]?.afterRestart = .stored(FlagValue(value))
      }
    }
    return flags
  }

  /// Finds out of the variables that are not as wanted whether they can be set while the server runs, where the server
  /// does not tell that by itself.
  package func complete(_ flags: ServerFlags, for wanted: WantedFlags) async throws -> ServerFlags {
    var flags = flags
    for entry in wanted.entries {
      guard case .known(let name) = FlagNames.resolve(entry.name, on: flags.server, known: flags.flags.keys),
        let flag = flags[name], flag.change == .unknown, !flag.meets(entry.value)
      else { continue }
      flags.flags[name] = try await ready().perform { connection in
        var flag = flag
        try FlagProbe.complete(&flag, connection)
        return flag
      }
    }
    return flags
  }

  /// How values outlive the server's next start.
  ///
  /// - Throws: `SQLFailure`; `OpsError` when our file there is not as dbops wrote it.
  package func store() async throws -> FlagStore {
    let connection = try await ready()
    switch connection.server.flavour {
    case .mysql:
      let loads = try await connection.perform { try FlagReader.value(of: "persisted_globals_load", $0) }
      return .mysql(connection.server, loads: loads)
    case .mariadb:
      let place = try await connection.perform { try LocalOptions.place($0) }
      do throws(LocalOptions.Absence) {
        let local = try LocalOptions(of: place)
        localOptions = local
        return .file(path: local.path, outdone: local.folder.outdone)
      } catch {
        return .none(error.reason)
      }
    }
  }

  /// Takes the lock of runs that change flags; it ends with the session.
  ///
  /// - Throws: `OpsError` `locked` when another run has it.
  package func lock() async throws {
    let holder: UInt64? = try await ready().perform { connection in
      let isHad = try connection.query("SELECT GET_LOCK(\(Self.lock), 0) AS l").first?["l"].int == 1
      if isHad { return nil }
      return try connection.query("SELECT IS_USED_LOCK(\(Self.lock)) AS l").first?["l"].uint ?? 0
    }
    if let holder {
      throw OpsError(
        .locked, "cannot change the flags of \(address)",
        why: "another run is changing them in session \(holder)",
        hint: "wait until it is over; SHOW PROCESSLIST there tells where it runs")
    }
    isLocked = true
  }

  /// Asks whether the account may take a step and take it back; nothing is changed.
  ///
  /// - Throws: `OpsError` `privilege`, `SQLFailure`.
  package func check(_ step: FlagStep) async throws {
    let what = "cannot change \(step.name) of \(address)"
    if step.isFeltNow,
      case .denied(let failure) = try await ready().perform({ try FlagProbe.ask(step.name, $0) })
    {
      throw failure.opsError.within(what)
    }
    guard step.action == .store || step.action == .setAndStore else { return }
    let connection = try await ready()
    guard try await connection.perform({ try FlagProbe.mayStore($0) }) else {
      throw OpsError(
        .privilege, what, why: "\(connection.account) may not store it for the next start",
        hint: "run as an administrator: GRANT SYSTEM_VARIABLES_ADMIN, PERSIST_RO_VARIABLES_ADMIN ON *.* TO "
          + SQLFailure.literal(of: connection.account))
    }
  }

  /// Whether ordinary accounts may write there, asked now.
  package func takesWrites() async throws -> Bool {
    try await ready().perform { try FlagReader.takesWrites($0) }
  }

  /// The number of the session on its server, while it has one.
  package var sessionID: UInt64? { connection?.id }

  package func close() async {
    isLocked = false
    await disconnect()
  }

  private func disconnect() async {
    await connection?.close()
    connection = nil
  }

  private func ready() async throws -> Connection {
    if let connection { return connection }
    let fresh = try await Connection.open(options)
    connection = fresh
    return fresh
  }
}

// Steps.
extension FlagSession {
  /// Takes the step and reads back what came of it.
  package func perform(_ step: FlagStep) async -> FlagSequence.Event {
    await act(step, step.statements) { reading in
      if step.isFeltNow, !reading.value.satisfies(step.to) {
        return Self.otherwise(step, "the server made \(reading.value) of \(step.to)")
      }
      if step.action != .set, reading.stored?.satisfies(step.to) != true {
        return Self.otherwise(
          step, "\(reading.stored?.description ?? "nothing") is stored for the next start")
      }
      return nil
    } write: { file in
      file.set(step.name, to: step.assignment.to.text)
    }
  }

  /// Takes the step back and reads back what came of it.
  package func undo(_ step: FlagStep) async -> FlagSequence.Event {
    await act(step, step.undoing) { reading in
      if step.isFeltNow, !reading.value.satisfies(step.from) {
        return Self.otherwise(step, "it is \(reading.value)", wanted: step.from)
      }
      if step.action != .set, !reading.isStored(as: step.stored) {
        return Self.otherwise(
          step, "\(reading.stored?.description ?? "nothing") is stored for the next start", wanted: step.from)
      }
      return nil
    } write: { file in
      file.set(step.name, to: step.assignment.stored?.text)
    }
  }

  private struct Reading: Sendable {
    let value: FlagValue
    let stored: FlagValue?

    func isStored(as wanted: FlagValue?) -> Bool {
      guard let wanted else { return stored == nil }
      return stored?.satisfies(wanted) == true
    }

    /// Whether the server is as it was before the step.
    func isBefore(_ step: FlagStep) -> Bool {
      (!step.isFeltNow || value.satisfies(step.from)) && (step.action == .set || isStored(as: step.stored))
    }
  }

  private func act(
    _ step: FlagStep, _ statements: [SQLText], check: (Reading) -> OpsError?,
    write: (inout IncludeFile) -> Void
  ) async -> FlagSequence.Event {
    do {
      if step.action == .write { try rewrite(write) }
      let connection = try await ready()
      for statement in statements { try await connection.execute(statement) }
      let reading = try await reading(of: step)
      return Self.event(step, reading, check(reading))
    } catch let failure as SQLFailure where [.connectionLost, .unreachable].contains(failure.kind) {
      return await ask(step, after: failure, check)
    } catch let failure as SQLFailure {
      return await classify(step, told(failure, step))
    } catch {
      return await classify(
        step, OpsError.wrapping(error, as: "cannot change \(step.name) of \(step.address)"))
    }
  }

  /// What became of a step that ended with an error: SET PERSIST, for one, changes the value in force before it writes
  /// what it stores, and taking back is two statements.
  private func classify(_ step: FlagStep, _ problem: OpsError) async -> FlagSequence.Event {
    do {
      return Self.event(step, try await reading(of: step), problem)
    } catch {
      return .unclear(problem)
    }
  }

  /// The server went away in the middle: it is asked again for a while, and may have been restarted meanwhile.
  private func ask(
    _ step: FlagStep, after failure: SQLFailure, _ check: (Reading) -> OpsError?
  ) async -> FlagSequence.Event {
    let deadline = ContinuousClock.now + Self.patience.whole
    let old = connection?.id
    repeat {
      await disconnect()
      do {
        var options = options
        options.connectTimeout = Self.patience.once
        connection = try await Connection.open(options)
        switch try await retakeLock(from: old) {
        case .taken: break
        case .heldByOld: continue
        case .heldBy(let other):
          return .unclear(
            failure.opsError.within("meanwhile another run has begun in session \(other) of \(address)"))
        }
        let reading = try await reading(of: step)
        return Self.event(step, reading, check(reading)?.within(failure.opsError.message))
      } catch {
        try? await Task.sleep(for: .milliseconds(500))
      }
    } while ContinuousClock.now < deadline
    return .unclear(failure.opsError)
  }

  private enum Retaken: Sendable {
    case taken
    case heldByOld
    case heldBy(UInt64)
  }

  /// Takes the lock again that went with the old session.
  ///
  /// The server may not have noticed that its client is gone: a statement that waits for others' locks goes on, and may
  /// change the flag later. The old session has the lock as long as it lives, so that it is over when the lock is free.
  private func retakeLock(from old: UInt64?) async throws -> Retaken {
    guard isLocked else { return .taken }
    return try await ready().perform { connection in
      if let old, try connection.query("SELECT IS_USED_LOCK(\(Self.lock)) AS l").first?["l"].uint == old {
        // It may have gone by itself since.
        do { try connection.execute("KILL \(raw: "\(old)")") } catch let failure as SQLFailure
          where failure.number == 1094
        {}
      }
      if try connection.query("SELECT GET_LOCK(\(Self.lock), 1) AS l").first?["l"].int == 1 { return .taken }
      let holder = try connection.query("SELECT IS_USED_LOCK(\(Self.lock)) AS l").first?["l"].uint
      guard let holder, holder != old else { return .heldByOld }
      return .heldBy(holder)
    }
  }

  private static func event(
    _ step: FlagStep, _ reading: Reading, _ problem: OpsError?
  ) -> FlagSequence.Event {
    guard let problem else { return .done }
    return reading.isBefore(step) ? .failed(problem) : .wrong(problem)
  }

  private func reading(of step: FlagStep) async throws -> Reading {
    let value = try await ready().perform { try FlagReader.value(of: step.name, $0) }
    let stored: FlagValue? =
      switch step.action {
      case .set: nil
      case .setAndStore, .store: try await ready().perform { try FlagReader.stored($0)[step.name] }
      case .write: try localOptions?.file().values[step.name].map { FlagValue($0) }
      }
    guard let value else {
      throw OpsError(.failed, "\(step.address) has no variable \(step.name) any more")
    }
    return Reading(value: value, stored: stored)
  }

  private func rewrite(_ change: (inout IncludeFile) -> Void) throws(OpsError) {
    guard let localOptions else {
      throw OpsError(.failed, "cannot write the option file of \(address)", why: "its folder is not known")
    }
    var file = try localOptions.file()
    change(&file)
    try localOptions.keep(file)
  }

  private static func otherwise(
    _ step: FlagStep, _ why: String, wanted: FlagValue? = nil
  ) -> OpsError {
    OpsError(
      .failed, "\(step.name) of \(step.address) is not \(wanted ?? step.to)", why: why,
      hint: "write the value in the configuration as the server shows it")
  }

  private func told(_ failure: SQLFailure, _ step: FlagStep) -> OpsError {
    switch failure.number {
    case 1205:
      OpsError(
        .failed, "others hold locks on \(address)", why: failure.description,
        hint:
          "look in SHOW PROCESSLIST there for long transactions and LOCK TABLES, or wait longer with --lock-wait"
      )
    case 1231, 1232:
      OpsError(
        .failed, "\(address) does not take \(step.to) for \(step.name)", why: failure.description,
        hint: "correct the value in flags of the configuration")
    case 1238:
      OpsError(
        .failed, "\(address) does not let \(step.name) be changed so", why: failure.description,
        hint: step.action == .set
          ? "add --persist, which stores it for the next start"
          : "write \(step.name) = \(step.to) below [mysqld] in the server's option file, and take it out of flags"
      )
    default: failure.opsError
    }
  }
}
