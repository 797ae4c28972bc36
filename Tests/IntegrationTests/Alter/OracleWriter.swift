import Basics
import MySQL
import Synchronization
import TestKit

/// An application that changes its own rows of a table at random, and remembers every change that was acknowledged.
///
/// A row belongs to the writer that made it: its `owner` column tells. After all, the table must equal what the writers
/// remember.
final class OracleWriter: Sendable {
  struct Row: Sendable, Hashable {
    var tag: Int64
    var note: String
  }

  private struct Memory {
    var rows: [Int64: Row] = [:]
    var next: Int64
    var acknowledged = 0
    var longestWait = Duration.zero
  }

  let number: Int
  private let table: TableName
  private let memory: Mutex<Memory>

  /// - Parameter rows: Those of this writer that are in the table already.
  init(_ number: Int, table: TableName, rows: [Int64: Row], first: Int64) {
    self.number = number
    self.table = table
    memory = Mutex(Memory(rows: rows, next: first))
  }

  var rows: [Int64: Row] { memory.withLock { $0.rows } }
  var acknowledged: Int { memory.withLock { $0.acknowledged } }
  var longestWait: Duration { memory.withLock { $0.longestWait } }

  /// Changes rows until the task is cancelled.
  func run(_ options: ConnectionOptions, seed: UInt64, pause: Duration = .zero) async throws {
    var dice = SeededGenerator(seed: seed &+ UInt64(number))
    var options = options
    options.lockWait = .seconds(120)
    let connection = try await Connection.open(options)
    while !Task.isCancelled {
      let plan = plan(&dice)
      let begin = ContinuousClock.now
      do {
        try await carryOut(plan, connection)
        memory.withLock { memory in
          if !plan.isRolledBack { memory.rows = plan.rows }
          memory.acknowledged += 1
        }
      } catch let failure as SQLFailure where failure.kind == .contention {
        try await connection.execute("ROLLBACK")
      }
      let took = ContinuousClock.now - begin
      memory.withLock { $0.longestWait = max($0.longestWait, took) }
      if pause > .zero { try? await Task.sleep(for: pause) }
    }
    await connection.close()
  }

  /// A transaction, and what the writer's rows are when it is done.
  private struct Plan: Sendable {
    var statements: [SQLText] = []
    var rows: [Int64: Row]
    var isRolledBack = false
  }

  /// Statements run while the task may already be cancelled: an acknowledged change must be remembered.
  private func carryOut(_ plan: Plan, _ connection: Connection) async throws {
    let work = Task {
      try await connection.perform { connection in
        try connection.execute("START TRANSACTION")
        for statement in plan.statements { try connection.execute(statement) }
        try connection.execute(plan.isRolledBack ? "ROLLBACK" : "COMMIT")
      }
    }
    try await work.value
  }

  private func plan(_ dice: inout SeededGenerator) -> Plan {
    var plan = Plan(rows: rows)
    let count = Int.random(in: 1...3, using: &dice)
    for _ in 0..<count { change(&plan, &dice) }
    if Int.random(in: 0..<10, using: &dice) == 0 {
      plan.statements.append("SAVEPOINT s")
      var undone = plan
      change(&undone, &dice)
      plan.statements = undone.statements + ["ROLLBACK TO SAVEPOINT s"]
    }
    plan.isRolledBack = Int.random(in: 0..<12, using: &dice) == 0
    return plan
  }

  private func change(_ plan: inout Plan, _ dice: inout SeededGenerator) {
    let note = "n\(UInt64.random(in: 0...UInt64.max, using: &dice))"
    let known = plan.rows.keys.sorted()
    switch Int.random(in: 0..<10, using: &dice) {
    case 0..<3:
      let id = memory.withLock { memory in
        defer { memory.next += Int64(OracleWriters.count) }
        return memory.next
      }
      plan.rows[id] = Row(tag: id, note: note)
      plan.statements.append(
        "INSERT INTO \(table.sql) (id, tag, owner, note) VALUES (\(id), \(id), \(number), \(literal: .string(note)))"
      )
    case 3..<7:
      guard let id = known.randomElement(using: &dice) else { return }
      plan.rows[id]?.note = note
      plan.statements.append("UPDATE \(table.sql) SET note = \(literal: .string(note)) WHERE id = \(id)")
    case 7:
      guard let id = known.randomElement(using: &dice) else { return }
      plan.rows[id] = nil
      plan.statements.append("DELETE FROM \(table.sql) WHERE id = \(id)")
    case 8:
      // The key itself changes.
      guard let id = known.randomElement(using: &dice), let row = plan.rows.removeValue(forKey: id) else {
        return
      }
      let new = memory.withLock { memory in
        defer { memory.next += Int64(OracleWriters.count) }
        return memory.next
      }
      plan.rows[new] = row
      plan.statements.append("UPDATE \(table.sql) SET id = \(new) WHERE id = \(id)")
    default:
      // Two rows exchange their unique values.
      guard let one = known.randomElement(using: &dice), let other = known.randomElement(using: &dice),
        one != other, let first = plan.rows[one]?.tag, let second = plan.rows[other]?.tag
      else { return }
      plan.rows[one]?.tag = second
      plan.rows[other]?.tag = first
      plan.statements += [
        "UPDATE \(table.sql) SET tag = \(-one) WHERE id = \(one)",
        "UPDATE \(table.sql) SET tag = \(first) WHERE id = \(other)",
        "UPDATE \(table.sql) SET tag = \(second) WHERE id = \(one)",
      ]
    }
  }
}

/// All writers of a table, and the table they began with.
struct OracleWriters: Sendable {
  static let count = 16
  let writers: [OracleWriter]
  let table: TableName

  /// Makes `table` with `rows` rows.
  static func begin(_ table: TableName, rows: Int64, _ connection: Connection) async throws -> OracleWriters {
    try await connection.execute(
      """
      CREATE TABLE \(table.sql) (id BIGINT NOT NULL PRIMARY KEY, tag BIGINT NOT NULL, owner INT NOT NULL,
      note VARCHAR(60) NOT NULL, UNIQUE KEY tag (tag), KEY note (note)) ENGINE=InnoDB
      """)
    if rows > 0 {
      try await connection.execute(
        """
        INSERT INTO \(table.sql) SELECT i + 1, i + 1, i MOD \(Self.count), CONCAT('start ', i)
        FROM (\(SQLText.numbers(below: Int(rows)))) AS numbers
        """)
    }
    let writers = (0..<Self.count).map { number in
      var own: [Int64: OracleWriter.Row] = [:]
      for n in stride(from: Int64(number), to: rows, by: Self.count) {
        own[n + 1] = OracleWriter.Row(tag: n + 1, note: "start \(n)")
      }
      return OracleWriter(number, table: table, rows: own, first: (rows / 16 + 1) * 16 + Int64(number) + 1)
    }
    return OracleWriters(writers: writers, table: table)
  }

  /// The differences between the table and what the writers remember.
  func differences(_ connection: Connection) async throws -> [String] {
    var found: [Int64: OracleWriter.Row] = [:]
    for row in try await connection.query("SELECT id, tag, note FROM \(table.sql)") {
      found[row["id"].int ?? 0] = OracleWriter.Row(tag: row["tag"].int ?? 0, note: row["note"].string ?? "")
    }
    var wanted: [Int64: OracleWriter.Row] = [:]
    for writer in writers { wanted.merge(writer.rows) { left, _ in left } }
    let ids = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }
    return ids.sorted().prefix(10).map {
      "\($0): wanted \(String(describing: wanted[$0])), found \(String(describing: found[$0]))"
    } + (ids.count > 10 ? ["and \(ids.count - 10) more"] : [])
  }

  /// Runs all writers beside `body`.
  func run<Value: Sendable>(
    _ options: ConnectionOptions, seed: UInt64, pause: Duration = .zero,
    beside body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      for writer in writers {
        group.addTask {
          try await writer.run(options, seed: seed, pause: pause)
          return nil
        }
      }
      group.addTask { try await body() }
      while let value = try await group.next() {
        guard let value else { continue }
        group.cancelAll()
        try await group.waitForAll()
        return value
      }
      throw CancellationError()
    }
  }
}
