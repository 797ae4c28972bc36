import Basics
import MySQL
import Replication

/// What a throttle knows and what follows from it: without a clock, a server or a thread.
///
/// What is not known holds: a signal that was not read yet, could not be read, or was read too long ago.
package struct ThrottleState: Sendable {
  private struct Observation: Sendable {
    let finding: Finding
    let moment: Moment
  }

  /// Where the load stands between fine and the end of the migration.
  private enum Critical: Sendable, Equatable {
    case below
    /// Reached; looked at again at the moment.
    case reached(again: Moment)
    case hibernating(until: Moment)
  }

  /// How old what was read may be before it counts as unknown; with a signal's own interval on top.
  static let patience = Duration.seconds(5)

  /// Of a chunk, when the lag is at its limit.
  private static let leastShare = 0.1

  /// A change drops what was read under the settings before.
  package var settings: ThrottleSettings {
    didSet { forget(before: oldValue) }
  }
  /// Those whose lag counts.
  package private(set) var replicas: [Replica] = []
  /// Whether a person holds the migration.
  package var isCommanded = false
  package private(set) var allowance: WorkerAllowance
  /// What slows down without stopping.
  package var pressure = ServerPressure()
  private var searchProblems: [String] = []
  private var heartbeats = HeartbeatTimes()
  private var observations: [ThrottleSignal: Observation] = [:]
  private var critical = Critical.below
  private var verdict: OpsError?
  private var heldSince: Moment?
  private var working = 0
  private var slowdowns: [String] = []

  /// - Parameter workers: Copy workers at most.
  package init(_ settings: ThrottleSettings, workers: Int) {
    self.settings = settings
    allowance = WorkerAllowance(cap: workers)
  }

  // MARK: What is learnt

  /// Takes what happened to one of the migration's own heartbeats.
  package mutating func heartbeat(_ number: UInt64, _ step: HeartbeatTimes.Step, at moment: Moment) {
    if let latency = heartbeats.note(number, step, at: moment.elapsed) { pressure.committed(in: latency) }
  }

  /// Takes what a look at `signal` brought.
  package mutating func take(_ finding: Finding, of signal: ThrottleSignal, at moment: Moment) {
    // Replicas that were found stay the ones that count, whatever a later search meets.
    if signal == .replicas, observations[.replicas]?.finding == .known { return }
    observations[signal] = Observation(finding: finding, moment: moment)
    switch (signal, finding) {
    case (.panicFlagFile, .present):
      verdict = verdict ?? .held("the panic flag file \(settings.panicFlagFile ?? "") is there")
    case (.load, .load(let values)):
      learnLoad(values, moment)
    default: break
    }
  }

  /// Takes which replicas there are. Those known before stay: the lag of one that vanished is unknown, not small.
  ///
  /// - Parameter problems: Why there may be more.
  package mutating func found(_ found: [Replica], problems: [String] = [], at moment: Moment) {
    for replica in found {
      let place = replicas.firstIndex { $0.address == replica.address }
      // The latest search knows best which server is at an address.
      if let place { replicas[place] = replica.serverID == nil ? replicas[place] : replica }
      if place == nil { replicas.append(replica) }
    }
    searchProblems = problems
    take(.known, of: .replicas, at: moment)
  }

  private mutating func learnLoad(_ values: StatusVariables, _ moment: Moment) {
    if case .hibernating(let until) = critical {
      guard moment.elapsed >= until.elapsed else { return }
      critical = .below
    }
    guard let reached = settings.criticalLoad.reached(by: values).first else {
      if case .reached(let again) = critical, moment.elapsed < again.elapsed { return }
      critical = .below
      return
    }
    if settings.hibernation > .zero {
      critical = .hibernating(until: moment.advanced(by: settings.hibernation))
    } else if settings.criticalLoadInterval == .zero {
      verdict = verdict ?? .held("critical-load \(reached)")
    } else if case .reached(let again) = critical {
      guard moment.elapsed >= again.elapsed else { return }
      verdict =
        verdict
        ?? .held("critical-load \(reached), still so after \(settings.criticalLoadInterval.text)")
    } else {
      critical = .reached(again: moment.advanced(by: settings.criticalLoadInterval))
    }
  }

  private mutating func forget(before old: ThrottleSettings) {
    if settings.flagFile != old.flagFile { observations[.flagFile] = nil }
    if settings.additionalFlagFile != old.additionalFlagFile { observations[.additionalFlagFile] = nil }
    if settings.panicFlagFile != old.panicFlagFile { observations[.panicFlagFile] = nil }
    if settings.query != old.query { observations[.query] = nil }
    if settings.http != old.http { observations[.http] = nil }
    if settings.maximumLoad != old.maximumLoad { observations[.load] = nil }
    if settings.criticalLoad != old.criticalLoad {
      observations[.load] = nil
      critical = .below
    }
    if settings.controlReplicas != old.controlReplicas {
      replicas.forEach { observations[.lag($0)] = nil }
      replicas = []
      searchProblems = []
      observations[.replicas] = nil
    }
  }

  // MARK: What follows

  /// Whether copying may go on at `moment`.
  package mutating func decide(at moment: Moment) -> ThrottleDecision {
    if let verdict { return .abort(verdict) }
    let reasons = reasons(at: moment)
    heldSince = reasons.isEmpty ? nil : heldSince ?? moment
    return reasons.isEmpty ? .proceed : .hold(reasons)
  }

  /// Lets one more worker copy, if it may; `left` must follow.
  package mutating func enter(at moment: Moment) -> Bool {
    // Near the limit one after the other: each chunk under way when it is reached still adds to the lag.
    let allowed = chunkShare(at: moment) < 1 ? 1 : allowance.workers
    guard decide(at: moment) == .proceed, working < allowed else { return false }
    working += 1
    return true
  }

  /// How large a chunk may be: whole up to half of the tolerated lag, then less the nearer the limit is.
  package func chunkShare(at moment: Moment) -> Double {
    guard let lag = replicas.compactMap({ lag(of: $0, at: moment) }).max() else { return 1 }
    return min(1, max(Self.leastShare, 2 - 2 * (lag / settings.maximumLag)))
  }

  package mutating func left() { working = max(0, working - 1) }

  /// Allows more or fewer workers; to be called four times a second.
  package mutating func adjust(at moment: Moment) {
    let lag = replicas.compactMap { self.lag(of: $0, at: nil) }.max()
    let assessment = pressure.assessment(settings, lag: lag)
    slowdowns = assessment.slowdowns
    // Rest while nobody copied says nothing about more of them copying.
    guard assessment.pressure == .high || decide(at: moment) == .proceed else { return }
    allowance.learn(assessment.pressure)
  }

  /// What the status line tells.
  package mutating func reading(at moment: Moment) -> ThrottleReading {
    let decision = decide(at: moment)
    var reading = ThrottleReading()
    switch decision {
    case .proceed: break
    case .hold(let reasons): reading.reasons = reasons
    case .abort(let error): reading.reasons = [error.why]
    }
    reading.since = heldSince?.clock
    reading.replicas = replicas.map { replica in
      ThrottleReading.ReplicaLag(
        replica: replica, lag: lag(of: replica, at: moment), problem: lagProblem(replica, moment))
    }
    if case .hibernating(let until) = critical, moment.elapsed < until.elapsed {
      reading.hibernatingUntil = until.clock
    }
    reading.commitLatency = pressure.commitLatency
    reading.logLag = heartbeats.logLag(at: moment.elapsed)
    reading.workers = allowance.workers
    reading.slowdowns = slowdowns
    return reading
  }

  // MARK: Reasons

  private func reasons(at moment: Moment) -> [String] {
    if case .hibernating(let until) = critical, moment.elapsed < until.elapsed {
      return ["critical-load-hibernate until \(until.clock.toTheSecond)"]
    }
    return (isCommanded ? ["commanded by user"] : []) + fileReasons(moment) + loadReasons(moment)
      + lagReasons(moment) + queryReasons(moment) + httpReasons(moment)
  }

  private func fileReasons(_ moment: Moment) -> [String] {
    let files: [(ThrottleSignal, String, String?)] = [
      (.flagFile, "flag-file", settings.flagFile),
      (.additionalFlagFile, "flag-file", settings.additionalFlagFile),
      (.panicFlagFile, "panic-flag-file", settings.panicFlagFile),
    ]
    return files.compactMap { signal, label, path in
      guard path != nil else { return nil }
      switch current(signal, moment) {
      case .known(.absent): return nil
      case .known: return label
      case .unknown(let why): return "\(label) \(why)"
      }
    }
  }

  private func loadReasons(_ moment: Moment) -> [String] {
    guard !settings.maximumLoad.isEmpty || !settings.criticalLoad.isEmpty else { return [] }
    guard case .known(.load(let values)) = current(.load, moment) else {
      return [settings.maximumLoad.isEmpty ? "critical-load" : "max-load"].map { label in
        "\(label) \(current(.load, moment).problem)"
      }
    }
    func reasons(_ label: String, _ limits: LoadThresholds) -> [String] {
      limits.reached(by: values).map { "\(label) \($0)" }
        + limits.missing(from: values).map { "\(label) unknown: the server has no number for \($0)" }
    }
    return reasons("max-load", settings.maximumLoad) + reasons("critical-load", settings.criticalLoad)
  }

  private func lagReasons(_ moment: Moment) -> [String] {
    var reasons: [String] = []
    if let lag = heartbeats.logLag(at: moment.elapsed), lag > settings.maximumLag {
      reasons.append("lag=\(lag.hundredths)")
    }
    if observations[.replicas]?.finding != .known {
      reasons.append("replicas \(current(.replicas, moment).problem)")
    }
    reasons += searchProblems.map { "replicas unknown: \($0)" }
    for replica in replicas {
      if let problem = lagProblem(replica, moment) {
        reasons.append("\(replica) replica-lag \(problem)")
      } else if let lag = lag(of: replica, at: moment), lag > settings.maximumLag {
        reasons.append("\(replica) replica-lag=\(lag.hundredths)")
      }
    }
    return reasons
  }

  /// At `moment`: a replica may have stood still since it was asked.
  private func lag(of replica: Replica, at moment: Moment?) -> Duration? {
    guard let observation = observations[.lag(replica)], case .lag(let lag) = observation.finding else {
      return nil
    }
    return lag + (moment.map { $0.elapsed - observation.moment.elapsed } ?? .zero)
  }

  private func lagProblem(_ replica: Replica, _ moment: Moment) -> String? {
    switch current(.lag(replica), moment) {
    case .known(.lag): nil
    case let other: other.problem
    }
  }

  private func queryReasons(_ moment: Moment) -> [String] {
    guard settings.query != nil else { return [] }
    switch current(.query, moment) {
    case .known(.number(let number)): return number > 0 ? ["throttle-query"] : []
    case let other: return ["throttle-query \(other.problem)"]
    }
  }

  private func httpReasons(_ moment: Moment) -> [String] {
    guard settings.http != nil else { return [] }
    switch current(.http, moment) {
    case .known(.status(let status)): return status == nil || status == 200 ? [] : ["http=\(status ?? 0)"]
    case let other: return ["http \(other.problem)"]
    }
  }

  // MARK: What is known

  private enum Knowledge {
    case known(Finding)
    case unknown(String)

    var problem: String {
      if case .unknown(let why) = self { return why }
      return "unknown: it gave something else"
    }
  }

  private func current(_ signal: ThrottleSignal, _ moment: Moment) -> Knowledge {
    guard let observation = observations[signal] else { return .unknown("not read yet") }
    if case .unreadable(let why) = observation.finding { return .unknown("unknown: \(why)") }
    let age = moment.elapsed - observation.moment.elapsed
    guard age <= Self.patience + interval(of: signal) else { return .unknown("not read for \(age.text)") }
    return .known(observation.finding)
  }

  private func interval(of signal: ThrottleSignal) -> Duration {
    guard signal == .http, let http = settings.http else { return .seconds(1) }
    return http.interval + http.timeout
  }
}

extension OpsError {
  fileprivate static func held(_ why: String) -> OpsError {
    OpsError(
      .aborted, "cannot go on with the migration", why: why,
      changed: "the ghost table is left as it is; the table itself is untouched",
      hint: "when that has passed, run the same command again: it carries on from its checkpoint")
  }
}
