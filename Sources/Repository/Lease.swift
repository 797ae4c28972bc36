import Basics
import Synchronization

/// The right to write to one target, held by one run.
///
/// It lives in the store as `lease.json`. Any thread may renew it. Whoever took it over since has a higher
/// fencing number, and from then on every call here fails.
package final class Lease: Sendable {
  /// How leases tell time and processes; tests bring their own.
  package struct Environment: Sendable {
    let owner: ProcessIdentity
    let now: @Sendable () -> Timestamp
    let liveness: @Sendable (ProcessIdentity) -> Liveness

    /// The system's clock and processes.
    package static func system() -> Environment {
      let me = ProcessIdentity.current()
      return Environment(owner: me, now: Timestamp.now) { $0.liveness(seenFrom: me) }
    }

    package init(
      owner: ProcessIdentity, now: @escaping @Sendable () -> Timestamp,
      liveness: @escaping @Sendable (ProcessIdentity) -> Liveness
    ) {
      self.owner = owner
      self.now = now
      self.liveness = liveness
    }
  }

  /// How long a holder that nobody can look at counts as alive after its last renewal; renewed every third of it.
  package static let validity = Duration.seconds(300)

  private struct State {
    var record: LeaseRecord
    var bytes: [UInt8]
    var lastRenewal: ContinuousClock.Instant
  }

  package let target: String
  package let run: RunID
  package let fencing: Int64
  private let store: any ObjectStore
  private let name: ObjectName
  private let environment: Environment
  private let state: Mutex<State>

  private init(
    store: any ObjectStore, name: ObjectName, target: String, environment: Environment, record: LeaseRecord,
    bytes: [UInt8]
  ) {
    self.store = store
    self.name = name
    self.target = target
    self.environment = environment
    run = record.run
    fencing = record.fencing
    state = Mutex(State(record: record, bytes: bytes, lastRenewal: .now))
  }

  /// Takes the lease of `target` for `run`.
  ///
  /// - Throws: `OpsError` `locked` while another run holds it.
  static func acquire(in repository: Repository, target: String, run: RunID) throws -> Lease {
    let (store, environment) = (repository.store, repository.environment)
    let name = try ObjectName.root.appending(target).appending(LeaseRecord.fileName)
    let path = store.path(name)
    let before = try existing(store, name)
    let old = try before.map { try LeaseRecord(opening: $0, path: path) }
    if let old, old.state == .held, !repository.hasEnded(old.run) {
      try requireEnded(old, target: target, environment: environment)
      repository.log.warning(
        "lease taken over",
        [
          "target": target, "from": "\(old.run)", "host": old.owner.host, "process": "\(old.owner.process)",
          "renewed": "\(old.renewed)",
        ])
    }
    let record = LeaseRecord(
      fencing: (old?.fencing ?? 0) + 1, run: run, owner: environment.owner, acquired: environment.now(),
      validity: validity)
    let bytes = try record.sealed()
    let outcome = try store.publish(name, bytes, expecting: before.map { .exactly($0) } ?? .absent)
    guard outcome == .published else {
      throw OpsError(
        .locked, "cannot write to \(target)", why: "another run took its lease at the same moment",
        hint: "wait until that run has ended")
    }
    return Lease(
      store: store, name: name, target: target, environment: environment, record: record, bytes: bytes)
  }

  /// Removes what runs that died while they wrote the lease of `target` left; needs no lease.
  static func sweep(_ store: any ObjectStore, target: String) throws {
    try store.sweep(ObjectName.root.appending(target).appending(LeaseRecord.fileName))
  }

  private static func existing(_ store: any ObjectStore, _ name: ObjectName) throws -> [UInt8]? {
    guard try store.size(name) != nil else { return nil }
    return try store.contents(name)
  }

  private static func requireEnded(_ old: LeaseRecord, target: String, environment: Environment) throws {
    let liveness = environment.liveness(old.owner)
    // Three times, because the other machine's clock is not ours.
    let patience = Int64(old.validity.inSeconds * 3e6)
    let isStale = environment.now().microseconds - old.renewed.microseconds > patience
    switch liveness {
    case .dead: return
    case .unknown where isStale: return
    case .alive, .unknown: break
    }
    throw OpsError(
      .locked, "cannot write to \(target)",
      why:
        "run \(old.run) on \(old.owner.host) (process \(old.owner.process)) has written to it since \(old.acquired)",
      hint: "wait until that run has ended")
  }

  /// Tells the store that the holder is alive, if a third of the validity has passed since it last did.
  package func renewIfDue() throws {
    let due = state.withLock { $0.lastRenewal.duration(to: .now) > Self.validity / 3 }
    if due { try renew() }
  }

  /// Proves that the lease is still ours and tells the store that the holder is alive.
  ///
  /// - Throws: `OpsError` `locked` when another run has taken it over.
  package func renew() throws {
    try change { $0.renewed = environment.now() }
  }

  /// Gives the lease back; harmless a second time.
  package func release() throws {
    guard state.withLock({ $0.record.state == .held }) else { return }
    try change {
      $0.renewed = environment.now()
      $0.state = .released
    }
  }

  private func change(_ edit: (inout LeaseRecord) -> Void) throws {
    try state.withLock { state in
      var record = state.record
      guard record.state == .held else { throw lost("it was released") }
      edit(&record)
      let bytes = try record.sealed()
      guard try store.publish(name, bytes, expecting: .exactly(state.bytes)) == .published else {
        throw lost("another run has taken its lease over")
      }
      state = State(record: record, bytes: bytes, lastRenewal: .now)
    }
  }

  private func lost(_ why: String) -> OpsError {
    OpsError(.locked, "cannot go on writing to \(target)", why: why, hint: "run the command again")
  }
}
