import Basics
import MySQL

/// Makes sequences, routines, views, triggers and events on the target.
struct ProgramWriter: Sendable {
  let ledger: RestoreLedger

  /// Makes the programs in order, each under the settings it was first made with.
  ///
  /// - Parameter recorded: What an earlier run of this restore began; that is made again.
  func make(
    _ programs: [RestorePlan.Program], recorded: RecordedItems, _ connection: isolated Connection
  ) throws {
    for program in programs {
      try make(program, isAgain: recorded.contains(item(program)), connection)
    }
  }

  /// Makes the views of `plan`.
  ///
  /// Views stand on views, and what they are is decided when they are made: one made over a stand-in would lose
  /// its algorithm or its check option. So those that cannot be made yet wait until the others are.
  ///
  /// - Returns: The views that cannot be made here: broken on the source too, or standing on what the restore does
  ///   not bring and the server has not got.
  /// - Throws: `SQLFailure` of a view for which neither is true.
  func makeViews(of plan: RestorePlan, _ connection: isolated Connection) throws -> [MissingView] {
    var left = plan.programs(.view)
    while true {
      var failures: [(view: RestorePlan.Program, failure: SQLFailure)] = []
      for view in left {
        do {
          try make(view, isAgain: true, connection)
        } catch let error as SQLFailure where error.kind != .connectionLost {
          failures.append((view, error))
        }
      }
      guard failures.count == left.count else {
        left = failures.map(\.view)
        continue
      }
      let brought = Set(
        plan.tables.map(\.target)
          + plan.programs.map(\.target).filter { name in !left.contains { $0.target == name } })
      for (view, failure) in failures where !view.program.isBrokenView {
        guard MissingView.isAbout(failure, notAmong: brought, plan.databases.map(\.name)) else {
          throw failure
        }
      }
      return failures.map { MissingView(name: $0.view.target, why: $0.failure.text) }
    }
  }

  private func item(_ program: RestorePlan.Program) -> RestoreLedger.Item {
    .program(program.program.kind, program.target)
  }

  private func make(
    _ item: RestorePlan.Program, isAgain: Bool, _ connection: isolated Connection
  ) throws {
    try connection.execute("USE \(quoted: item.target.database)")
    // The ledger comes first: what it does not name is not ours to replace.
    try ledger.record(self.item(item), connection)
    switch item.program.kind {
    case .view: try define(item, as: inserting("OR REPLACE", behind: "CREATE", in: item.create), connection)
    case .sequence:
      let create = inserting("IF NOT EXISTS", behind: "CREATE SEQUENCE", in: item.create)
      try define(item, as: create, connection)
      let value = item.program.details.first.flatMap { Int64($0) } ?? 1
      let round = item.program.details.last.flatMap { Int64($0) } ?? 0
      _ = try connection.query("SELECT SETVAL(\(item.target.sql), \(value), 0, \(round))")
    default:
      if isAgain { try drop(item, connection) }
      try define(item, as: item.create, connection)
    }
  }

  private func define(
    _ item: RestorePlan.Program, as create: [UInt8], _ connection: isolated Connection
  ) throws {
    let origin = ProgramOrigin(item.program, in: item.target.database, ledger: ledger)
    try origin.perform(connection) { try connection.execute(definition: create) }
  }

  /// Drops a program that stands in the way, if it does.
  func drop(_ item: RestorePlan.Program, _ connection: isolated Connection) throws {
    // MariaDB knows packages only in its Oracle mode.
    try connection.execute("SET sql_mode = \(literal: .string(item.program.sqlMode))")
    let kind = item.program.kind.rawValue.uppercased()
    try connection.execute("DROP \(raw: kind) IF EXISTS \(item.target.sql)")
  }

  private func inserting(_ words: String, behind start: String, in create: [UInt8]) -> [UInt8] {
    let prefix = Array("\(start) ".utf8)
    guard create.starts(with: prefix) else { return create }
    return prefix + Array("\(words) ".utf8) + create.dropFirst(prefix.count)
  }
}
