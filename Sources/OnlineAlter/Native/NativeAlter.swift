import Basics
import MySQL
import Schema

/// Lets the server alter a table by itself, where it can do that without reading or writing the rows.
///
/// Nothing else is ever tried: no rebuild, and no index that would be built while replicas stand still. The lock is waited for no
/// longer than the cut-over's limit, so nobody waits longer behind it.
package struct NativeAlter: Sendable {
  package enum Outcome: Sendable, Equatable {
    /// The table is as the statement wants it; nothing is left to do.
    case done(NativeAlgorithm)
    /// The table has to be rebuilt; nothing has changed.
    case notPossible(why: String)
    /// Somebody used the table all the while; nothing has changed, and it may be tried again.
    case lockTimedOut
  }

  private let request: AlterRequest
  private let names: MigrationNames
  private let options: ConnectionOptions

  /// - Parameters:
  ///   - options: Reach the server on which the table is written; sessions of its own are opened.
  ///   - limit: The longest wait for the table, and the longest that others wait behind it; 3 s by default.
  package init(_ request: AlterRequest, _ options: ConnectionOptions, limit: Duration = .seconds(3)) {
    self.request = request
    var options = options.with(profile: .refresh, phase: "alter-native")
    options.lockWait = limit
    self.options = options
    names = MigrationNames(request.table, .known)
  }

  /// Tells what `attempt` would come to, by trying the statement on an empty copy of the table.
  ///
  /// - Throws: `OpsError` `refused` when the server does not take the statement at all.
  package func plan() async throws -> NativePlan {
    let connection = try await Connection.open(options)
    do {
      let plan = try await connection.perform { try planned(on: $0) }
      await connection.close()
      return plan
    } catch {
      await connection.close()
      throw error
    }
  }

  private func planned(on connection: isolated Connection) throws -> NativePlan {
    let source = try TableDefinition.read(request.table, connection).schema
    let choice = NativeChoice(request.statement, source: source, server: connection.server)
    let limit = try InstantLimit.reason(request, connection)
    let algorithms = choice.algorithms.filter { $0 != .instant || limit == nil }
    guard !algorithms.isEmpty else {
      return .rebuildNeeded(why: limit ?? choice.told(nil))
    }
    let trial = try NativeTrial(names, request.statement).first(of: algorithms, source: source, connection)
    if let algorithm = trial.algorithm { return .possible(algorithm) }
    return .rebuildNeeded(why: choice.told(trial.reason))
  }

  /// Alters the table, or changes nothing.
  ///
  /// - Throws: `OpsError` `refused` when the server does not take the statement at all, `unknown` when the connection broke
  ///   and it cannot be told whether it was carried out.
  package func attempt() async throws -> Outcome {
    let connection = try await Connection.open(options)
    let before: TableDefinition
    let choice: NativeChoice
    do {
      let table = request.table
      before = try await connection.perform { try TableDefinition.read(table, $0) }
      choice = NativeChoice(request.statement, source: before.schema, server: connection.server)
      try await boundRowLocks(connection)
    } catch {
      await connection.close()
      throw error
    }
    var reason: String?
    for algorithm in choice.algorithms {
      let text = request.statement.text(
        on: request.table.sql.text,
        modifiers: request.statement.modifiers(for: algorithm, on: connection.server.flavour))
      do {
        try await connection.execute(SQLText(raw: text))
        await connection.close()
        return .done(algorithm)
      } catch let failure as SQLFailure where failure.refusesAlgorithm {
        reason = failure.refusalReason ?? reason
      } catch let failure as SQLFailure where failure.kind == .connectionLost {
        await connection.close()
        return try await LostAlter(table: request.table, options: options, session: connection.id)
          .outcome(algorithm, before: before, failure)
      } catch {
        await connection.close()
        guard let failure = error as? SQLFailure else { throw error }
        if failure.kind == .contention { return .lockTimedOut }
        throw failure.refusal(of: request.table)
      }
    }
    await connection.close()
    return .notPossible(why: choice.told(reason))
  }

  /// InnoDB waits by a limit of its own for rows and for tables that are locked as such.
  private func boundRowLocks(_ connection: Connection) async throws {
    let seconds = max(1, options.lockWait.components.seconds)
    try await connection.execute("SET SESSION innodb_lock_wait_timeout = \(seconds)")
  }
}

extension NativeChoice {
  /// Why the table has to be rebuilt: what was not even tried says more than the server's `reason` for the rest.
  func told(_ reason: String?) -> String {
    self.reason ?? reason ?? "the server cannot do it otherwise"
  }
}

/// How often the columns of a table may still be changed instantly.
enum InstantLimit {
  /// Why INSTANT will be refused for the table though it is not for an empty copy; nil when that is not known.
  static func reason(_ request: AlterRequest, _ connection: isolated Connection) throws -> String? {
    let changesColumns = request.statement.specifications.contains {
      switch $0.kind {
      case .addColumn, .dropColumn: true
      default: false
      }
    }
    guard changesColumns, let limit = connection.server.instantVersionLimit else { return nil }
    let name = request.table.database + "/" + request.table.name
    do {
      let row = try connection.query(
        """
        SELECT MAX(TOTAL_ROW_VERSIONS) AS n FROM information_schema.INNODB_TABLES
        WHERE NAME = \(literal: .string(name)) OR NAME LIKE CONCAT(REPLACE(\(literal: .string(name)), '_', '!_'), '#p#%') ESCAPE '!'
        """
      ).first
      guard let versions = row?["n"].int, versions >= limit else { return nil }
      return "columns were added or dropped instantly \(versions) times since it was rebuilt"
    } catch let failure as SQLFailure where failure.kind == .privilege {
      // Only PROCESS may look there; the attempt tells.
      return nil
    }
  }
}
