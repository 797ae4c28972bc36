import Basics

/// The text of `lease.json`: who may write to a target, or who last did.
struct LeaseRecord: Sendable, Equatable {
  static let fileName = "lease.json"
  static let format: Int64 = 1

  enum State: String, Sendable { case held, released }

  var state: State
  /// Rises by one with every holder, and is kept when the lease is released.
  let fencing: Int64
  let run: RunID
  let owner: ProcessIdentity
  let acquired: Timestamp
  var renewed: Timestamp
  /// How long after `renewed` a holder on another machine counts as alive.
  let validity: Duration

  func sealed() throws -> [UInt8] {
    try SealedJSON([
      "format": .int(Self.format), "state": .string(state.rawValue), "fencing": .int(fencing),
      "run": .string(run.description), "owner": owner.json, "acquired": .string(acquired.description),
      "renewed": .string(renewed.description), "ttl_seconds": .int(validity.components.seconds),
    ]).bytes
  }

  init(opening bytes: [UInt8], path: String) throws {
    let reader = JSONReader(value: try SealedJSON(opening: bytes, path: path).members, path: path)
    try reader.requireFormat(Self.format)
    guard let state = State(rawValue: try reader.text("state")) else { throw reader.invalid("state") }
    guard let run = RunID(text: try reader.text("run")) else { throw reader.invalid("run") }
    self.state = state
    fencing = try reader.count("fencing")
    self.run = run
    owner = try ProcessIdentity(reader.object("owner"))
    acquired = try reader.moment("acquired")
    renewed = try reader.moment("renewed")
    validity = .seconds(try reader.count("ttl_seconds"))
  }

  init(
    fencing: Int64, run: RunID, owner: ProcessIdentity, acquired: Timestamp, validity: Duration
  ) {
    state = .held
    self.fencing = fencing
    self.run = run
    self.owner = owner
    self.acquired = acquired
    renewed = acquired
    self.validity = validity
  }
}
