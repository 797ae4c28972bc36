import Basics
import MySQL

/// Finds out what a server would say to a statement that sets a variable, with one that it can never carry out.
///
/// Servers look first whether the variable can be set while they run, then whether the account may do it, and only then
/// at the value: a query of two rows, which is none. `docs/decisions/0013` tells why that is safe, and why SET PERSIST
/// and SET PERSIST_ONLY are never asked so.
enum FlagProbe {
  enum Answer: Sendable, Equatable {
    case allowed
    /// Only a restart changes it.
    case impossible
    case denied(SQLFailure)
  }

  static func ask(_ name: String, _ connection: isolated Connection) throws -> Answer {
    do {
      try connection.execute("SET GLOBAL \(raw: name) = (SELECT 1 UNION SELECT 2)")
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
    switch try ask(flag.name, connection) {
    case .allowed: flag.change = .running
    case .impossible: flag.change = .restart
    case .denied: break
    }
  }

  /// Whether the account may store values of variables with SET PERSIST_ONLY and take them away again.
  static func mayStore(_ connection: isolated Connection) throws -> Bool {
    try connection.query("SHOW GRANTS").contains { row in
      row[0].string?.contains("PERSIST_RO_VARIABLES_ADMIN") == true
    }
  }
}
