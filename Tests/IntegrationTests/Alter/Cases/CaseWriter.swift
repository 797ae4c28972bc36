import MySQL
import TestKit

/// An application that makes the same changes to subject and control, both in one transaction, until the subject has been
/// exchanged: from then on the two have different definitions.
struct CaseWriter: Sendable {
  private let stage: CaseStage
  private let kind: Changes
  private let session: Connection
  private let original: Set<String>

  private enum Changes: Sendable {
    case given([[String]])
    case derived(DerivedChanges)
  }

  /// - Returns: Nil when the case says nothing and nothing can be derived.
  static func prepare(_ stage: CaseStage, _ session: Connection) async throws -> CaseWriter? {
    let changes: Changes
    if let given = stage.test.changes {
      guard !given.isEmpty else { return nil }
      changes = .given(given)
    } else {
      guard let derived = try await DerivedChanges.prepare(stage, session) else { return nil }
      changes = .derived(derived)
    }
    return CaseWriter(
      stage: stage, kind: changes, session: try await stage.open(),
      original: try await identities(stage, session))
  }

  /// Changes rows until the task is cancelled or the tables are exchanged.
  ///
  /// - Returns: The number of transactions that were committed.
  func run() async throws -> Int {
    let result: Result<Int, any Error>
    do {
      result = .success(try await changes())
    } catch {
      result = .failure(error)
    }
    // Whatever it was: a transaction that stays open would hold up everything.
    await session.close()
    return try result.get()
  }

  private func changes() async throws -> Int {
    var (number, failures) = (0, 0)
    while !Task.isCancelled {
      do {
        guard try await change(number) else { break }
        number += 1
        failures = 0
      } catch let failure as SQLFailure where failure.kind == .contention && failures < 50 {
        try await session.execute("ROLLBACK")
        failures += 1
      }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return number
  }

  /// - Returns: False when the subject is not the table any more that it was.
  private func change(_ number: Int) async throws -> Bool {
    let statements = statements(number)
    try await session.execute("START TRANSACTION")
    // From here to the end of the transaction the tables cannot be exchanged.
    _ = try await session.query("SELECT 1 FROM \(stage.subject.sql) LIMIT 0")
    guard original.isSubset(of: try await Self.identities(stage, session)) else {
      try await session.execute("ROLLBACK")
      return false
    }
    for table in [stage.subject, stage.control] {
      try await session.execute("USE \(quoted: table.database)")
      for statement in statements { try await session.execute(statement) }
    }
    try await session.execute("COMMIT")
    return true
  }

  private func statements(_ number: Int) -> [SQLText] {
    switch kind {
    case .given(let transactions): transactions[number % transactions.count].map(SQLText.init(raw:))
    case .derived(let derived): derived.transaction(number)
    }
  }

  /// The names and numbers of InnoDB's tables under the subject's name; a rename takes the number along.
  private static func identities(_ stage: CaseStage, _ session: Connection) async throws -> Set<String> {
    let catalog: SQLText = stage.test.server == .mysql ? "INNODB_TABLES" : "INNODB_SYS_TABLES"
    let file = "\(stage.subject.database)/%"
    let rows = try await session.query(
      "SELECT TABLE_ID AS i, NAME AS n FROM information_schema.\(catalog) WHERE NAME LIKE \(literal: .string(file))"
    )
    return Set(rows.map { "\($0["n"].string ?? "") \($0["i"].string ?? "")" })
  }
}
