import MySQL

/// One change of one variable on one server.
package struct FlagStep: Sendable, Equatable {
  /// The server's place among the plan's.
  package let member: Int
  package let address: ServerAddress
  package let name: String
  package let from: FlagValue
  package let to: FlagValue
  package let action: Action
  /// What was stored for the next start before; nil for nothing.
  package let stored: FlagValue?
  /// The values as they go into statements and files.
  let assignment: Assignment

  package enum Action: String, Sendable, Equatable {
    /// Changes what is in force until the next start.
    case set
    /// Changes what is in force, and stores it for the next start.
    case setAndStore = "set and store"
    /// Stores it for the next start.
    case store
    /// Stores it for the next start in an option file of ours.
    case write
  }

  struct Assignment: Sendable, Equatable {
    let to: FlagValue.Assigned
    let from: FlagValue.Assigned
    let stored: FlagValue.Assigned?
  }

  /// - Parameter flag: As it is before the step.
  init?(_ action: Action, _ flag: ActualFlag, to wanted: FlagValue, member: Int, address: ServerAddress) {
    guard let to = wanted.assigned(inPlaceOf: flag.value) else { return nil }
    self.member = member
    self.address = address
    name = flag.name
    from = flag.value
    self.to = wanted
    self.action = action
    if case .stored(let value) = flag.afterRestart { stored = value } else { stored = nil }
    assignment = Assignment(
      to: to, from: flag.value.assigned(inPlaceOf: flag.value) ?? .word(flag.value.text),
      stored: stored.map { $0.assigned(inPlaceOf: flag.value) ?? .word($0.text) })
  }

  /// Whether the value in force changes.
  package var isFeltNow: Bool { action == .set || action == .setAndStore }

  /// Whether the variable is one of those that say who may write to the server.
  var concernsWriting: Bool { isFeltNow && (name == "read_only" || name == "super_read_only") }

  /// Whether ordinary accounts may write to the server again when this step is taken back.
  var opensServerUndone: Bool { isFeltNow && name == "read_only" && from.truth == false && to.truth != false }

  /// Whether ordinary accounts may write to the server behind this step, and could not before.
  package var opensServer: Bool {
    isFeltNow && name == "read_only" && to.truth == false && from.truth != false
  }

  /// Whether ordinary accounts may no longer write behind this step, and could before.
  var closesServer: Bool {
    guard isFeltNow, to.truth != false else { return false }
    return name == "read_only" || name == "super_read_only"
  }
}

extension FlagStep {
  /// What is sent to the server; none for files.
  package var statements: [SQLText] {
    switch action {
    case .set: ["SET GLOBAL \(raw: name) = \(assignment.to.sql)"]
    case .setAndStore: ["SET PERSIST \(raw: name) = \(assignment.to.sql)"]
    case .store: ["SET PERSIST_ONLY \(raw: name) = \(assignment.to.sql)"]
    case .write: []
    }
  }

  /// What brings the server back to what it was.
  package var undoing: [SQLText] {
    let back: SQLText = "SET GLOBAL \(raw: name) = \(assignment.from.sql)"
    let store: SQLText =
      assignment.stored.map { "SET PERSIST_ONLY \(raw: name) = \($0.sql)" }
      ?? "RESET PERSIST IF EXISTS \(raw: name)"
    return switch action {
    case .set: [back]
    case .setAndStore: [back, store]
    case .store: [store]
    case .write: []
    }
  }

  /// The step in words: `read_only OFF → ON`.
  package var change: String {
    switch action {
    case .set, .setAndStore: "\(name) \(from) → \(to)"
    case .store, .write: "\(name) \(to) from the next start"
    }
  }
}

extension FlagValue.Assigned {
  fileprivate var sql: SQLText {
    switch self {
    case .number(let digits): SQLText(raw: digits)
    case .word(let text): SQLText.literal(.string(text))
    }
  }
}
