import Basics
import MySQL

/// Makes sequences, routines, triggers and events on the target.
struct ProgramWriter: Sendable {
  let ledger: RestoreLedger

  /// Makes the programs, none of which is a view, in order, each under the settings it was first made with.
  ///
  /// - Parameter recorded: What an earlier run of this restore began; that is made again.
  func make(
    _ programs: [RestorePlan.Program], recorded: RecordedItems, _ connection: isolated Connection
  ) throws {
    for program in programs {
      try make(program, isAgain: recorded.contains(item(program)), connection)
    }
  }

  /// Makes `view`, in place of what is there under its name.
  ///
  /// - Parameter create: Its definition or that of a stand-in for it.
  func make(view: RestorePlan.Program, as create: [UInt8], _ connection: isolated Connection) throws {
    try enter(view, connection)
    try define(view, as: inserting("OR REPLACE", behind: "CREATE", in: create), connection)
  }

  private func item(_ program: RestorePlan.Program) -> RestoreLedger.Item {
    .program(program.program.kind, program.target)
  }

  private func make(
    _ item: RestorePlan.Program, isAgain: Bool, _ connection: isolated Connection
  ) throws {
    try enter(item, connection)
    switch item.program.kind {
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

  private func enter(_ item: RestorePlan.Program, _ connection: isolated Connection) throws {
    try connection.execute("USE \(quoted: item.target.database)")
    // The ledger comes first: what it does not name is not ours to replace.
    try connection.repeating { try ledger.record(self.item(item), connection) }
  }

  private func define(
    _ item: RestorePlan.Program, as create: [UInt8], _ connection: isolated Connection
  ) throws {
    let text = try ProgramText(item.program, create: create).encoded(connection)
    let origin = ProgramOrigin(item.program, in: item.target.database, ledger: ledger)
    try origin.perform(connection) {
      try connection.repeating { try connection.execute(definition: text) }
    }
  }

  /// Drops a program that stands in the way, if it does.
  func drop(_ item: RestorePlan.Program, _ connection: isolated Connection) throws {
    // MariaDB knows packages only in its Oracle mode.
    try connection.execute("SET sql_mode = \(literal: .string(item.program.sqlMode))")
    let kind = item.program.kind.rawValue.uppercased()
    try connection.repeating { try connection.execute("DROP \(raw: kind) IF EXISTS \(item.target.sql)") }
  }

  private func inserting(_ words: String, behind start: String, in create: [UInt8]) -> [UInt8] {
    let prefix = Array("\(start) ".utf8)
    guard create.starts(with: prefix) else { return create }
    return prefix + Array("\(words) ".utf8) + create.dropFirst(prefix.count)
  }
}
