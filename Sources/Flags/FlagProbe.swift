import MySQL

/// Finds out what a server would say to a statement that sets a variable, with one that it can never carry out.
///
/// Servers look first whether the variable can be set so, then whether the account may do it, and only then at the
/// value: a query of two rows, which is none.
enum FlagProbe {
  enum Answer: Sendable, Equatable {
    case allowed
    /// The variable cannot be changed so.
    case impossible
    case denied(SQLFailure)
  }

  /// - Parameter verb: `SET GLOBAL`, `SET PERSIST`, `SET PERSIST_ONLY`.
  static func ask(_ verb: SQLText, _ name: String, _ connection: isolated Connection) throws -> Answer {
    do {
      try connection.execute("\(verb) \(raw: name) = (SELECT 1 UNION SELECT 2)")
      return .allowed
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return .denied(failure)
    } catch let failure as SQLFailure where failure.number == 1238 {
      return .impossible
    } catch let failure as SQLFailure where [1231, 1232, 1242].contains(failure.number) {
      return .allowed
    }
  }

  /// Fills in what MySQL tells nowhere else.
  static func complete(_ flag: inout ActualFlag, _ connection: isolated Connection) throws {
    guard connection.server.flavour == .mysql else { return }
    switch try ask("SET GLOBAL", flag.name, connection) {
    case .allowed: flag.change = .running
    case .impossible: flag.change = .restart
    case .denied: break
    }
    guard flag.change == .restart, connection.server.hasPersistedVariables else { return }
    switch try ask("SET PERSIST_ONLY", flag.name, connection) {
    case .allowed: flag.storing = .possible
    case .impossible: flag.storing = .impossible
    case .denied: break
    }
  }
}

extension FlagStep {
  /// The verbs of the statements that take the step and take it back.
  var verbs: [SQLText] {
    switch action {
    case .set: ["SET GLOBAL"]
    case .setAndStore: ["SET GLOBAL", "SET PERSIST", "SET PERSIST_ONLY"]
    case .store: ["SET PERSIST_ONLY"]
    case .write: []
    }
  }
}
