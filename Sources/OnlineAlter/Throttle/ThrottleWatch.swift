import Basics
import HTTP
import MySQL
import Replication

/// The looks at all signals, going on beside the migration.
extension Throttle {
  private static let judgePause = Duration.milliseconds(50)
  private static let filePause = Duration.milliseconds(100)
  private static let pressurePause = Duration.milliseconds(250)
  private static let pause = Duration.seconds(1)
  private static let searchPause = Duration.seconds(10)
  /// A throttle at its limit opens and closes all the time; so often it is told to people.
  private static let quiet = Duration.seconds(10)

  /// Reads all signals until the task is cancelled.
  ///
  /// - Throws: `OpsError` `aborted` when the load is critical or the panic flag file is there.
  package func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.judge() }
      group.addTask { try await self.watchFiles() }
      group.addTask { try await self.watchLoad() }
      group.addTask { try await self.watchQuery() }
      group.addTask { try await self.watchAddress() }
      group.addTask { try await self.watchPressure() }
      group.addTask { try await self.watchHistory() }
      group.addTask { try await self.watchReplicas() }
      for try await _ in group {}
    }
  }

  private func judge() async throws {
    var wasHeld = false
    var told = ContinuousClock.now - Self.quiet
    func tell(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
      let isDue = ContinuousClock.now - told >= Self.quiet
      if isDue { told = .now }
      isDue ? log.info(message, fields) : log.debug(message, fields)
    }
    while true {
      switch withState({ $0.decide(at: $1) }) {
      case .abort(let error): throw error
      case .hold(let reasons):
        if !wasHeld { tell("throttled", ["reasons": reasons.joined(separator: "; ")]) }
        wasHeld = true
      case .proceed:
        if wasHeld { tell("no longer throttled") }
        wasHeld = false
      }
      try await Task.sleep(for: Self.judgePause)
    }
  }

  private func watchFiles() async throws {
    while true {
      let settings = settings
      let files: [(signal: ThrottleSignal, path: String)] = [
        (.flagFile, settings.flagFile), (.additionalFlagFile, settings.additionalFlagFile),
        (.panicFlagFile, settings.panicFlagFile),
      ].compactMap { signal, path in path.map { (signal, $0) } }
      // A file system that hangs must not hold one of the few threads that all tasks share.
      let findings = try await blocking { files.map { ($0.signal, FlagFile($0.path).finding) } }
      withState { state, moment in
        guard state.settings == settings else { return }
        for (signal, finding) in findings { state.take(finding, of: signal, at: moment) }
      }
      try await Task.sleep(for: Self.filePause)
    }
  }

  private func watchLoad() async throws {
    let session = ProbeSession(throttling: servers.server)
    while true {
      let settings = settings
      let names = settings.watchedVariables
      if !names.isEmpty {
        let finding = await session.look { .load(try LoadProbe.read(names, $0)) }
        take(finding, of: .load) { $0.watchedVariables == names }
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private func watchQuery() async throws {
    let session = ProbeSession(throttling: servers.server)
    while true {
      if let query = settings.query {
        let finding = await session.look { try QueryProbe.read(query, $0) }
        take(finding, of: .query) { $0.query == query }
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private func watchAddress() async throws {
    let client = HTTPClient()
    while true {
      guard let http = settings.http else {
        try await Task.sleep(for: Self.pause)
        continue
      }
      let finding = await HTTPProbe.read(http, client)
      take(finding, of: .http) { $0.http == http }
      try await Task.sleep(for: http.interval)
    }
  }

  private func watchPressure() async throws {
    while true {
      try await Task.sleep(for: Self.pressurePause)
      let (before, now) = withState { state, moment in
        let before = state.allowance.workers
        state.adjust(at: moment)
        return (before, state.reading(at: moment))
      }
      guard now.workers != before else { continue }
      log.debug("copy workers", ["now": "\(now.workers)", "why": now.slowdowns.joined(separator: "; ")])
    }
  }

  private func watchHistory() async throws {
    let session = ProbeSession(throttling: servers.server)
    while true {
      var length: Int64?
      if settings.maximumHistoryLength != nil {
        length = try? await session.run { try HistoryProbe.read($0) }
      }
      withState { state, _ in state.pressure.historyLength = length }
      try await Task.sleep(for: Self.pause)
    }
  }

  // MARK: Replicas

  private func watchReplicas() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      var followed: [Replica: Follower] = [:]
      while true {
        let choice = settings.controlReplicas
        await search(choice)
        let wanted = withState { state, _ in state.replicas }
        for (replica, follower) in followed where !wanted.contains(replica) {
          follower.stop()
          followed[replica] = nil
        }
        for replica in wanted where followed[replica] == nil {
          let follower = Follower()
          followed[replica] = follower
          group.addTask { try await self.follow(replica, follower) }
        }
        // A change of the choice is taken up at once.
        let next = ContinuousClock.now + Self.searchPause
        while settings.controlReplicas == choice, ContinuousClock.now < next {
          try await Task.sleep(for: Self.filePause)
        }
      }
    }
  }

  private func search(_ choice: ControlReplicas) async {
    let outcome: ReplicaDiscovery.Outcome
    do {
      switch choice {
      case .these(let addresses):
        outcome = ReplicaDiscovery.Outcome(replicas: addresses.map { Replica($0) })
      case .discovered:
        outcome = try await servers.discovery.search()
      }
    } catch {
      take(.unreadable(ProbeSession.words(error)), of: .replicas) { $0.controlReplicas == choice }
      return
    }
    withState { state, moment in
      guard state.settings.controlReplicas == choice else { return }
      state.found(outcome.replicas, problems: outcome.problems, at: moment)
    }
  }

  private func follow(_ replica: Replica, _ follower: Follower) async throws {
    let session = ProbeSession(throttling: servers.options(for: replica.address), expected: replica.serverID)
    let changelog = servers.changelog
    while !follower.isStopped {
      let finding = await session.look { try ReplicaLagProbe.read(changelog, $0) }
      withState { state, moment in
        if state.replicas.contains(replica) { state.take(finding, of: .lag(replica), at: moment) }
      }
      try await Task.sleep(for: settings.heartbeatInterval)
    }
    await session.close()
  }

  private func take(
    _ finding: Finding, of signal: ThrottleSignal, if isWanted: (ThrottleSettings) -> Bool
  ) {
    // What was asked under other settings is no answer.
    withState { state, moment in
      if isWanted(state.settings) { state.take(finding, of: signal, at: moment) }
    }
  }
}
