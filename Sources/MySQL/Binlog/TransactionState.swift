/// Which part of a transaction the log is in: a pure state machine, fed with events in their order.
struct TransactionState {
  private enum Phase: Hashable {
    case between
    /// The identifier was told; what follows is a begin or a single statement.
    case announced
    case inside
  }

  /// What an event means for its transaction.
  enum Outcome {
    case goesOn
    case committed
    /// It ended another way: rolled back, or prepared.
    case ended
  }

  private var phase = Phase.between
  /// Of the transaction under way, or of the one that ended last.
  private(set) var identifier: TransactionID?

  var isBetween: Bool { phase == .between }

  /// Takes in the event, appends what there is to tell, and says whether a transaction ended with it.
  mutating func handle(_ event: BinlogEvent, _ items: inout [BinlogItem]) throws(BinlogDamage) -> Outcome {
    switch event {
    case .identifier(let identifier, let isBegin):
      guard phase == .between else { throw BinlogDamage("a transaction has no end") }
      self.identifier = identifier
      phase = isBegin ? .inside : .announced
      return .goesOn
    case .query(let database, let sql): return handle(database, sql, &items)
    case .commit: return end(.committed)
    case .prepared(let identifier):
      items.append(.prepared(xid: identifier.text))
      return end(.ended)
    case .rows(let change): items.append(.rows(change))
    case .definitionChanged(let table, let why): items.append(.definitionChanged(table: table, why: why))
    case .incident:
      items.append(.incident)
      return phase == .inside ? .goesOn : end(.committed)
    case .format, .rotate, .payload, .heartbeat, .silent, .outside: break
    }
    return .goesOn
  }

  /// The log goes on elsewhere: what had begun was never finished.
  mutating func abandon(_ items: inout [BinlogItem]) {
    if phase == .inside { items.append(.rollback) }
    phase = .between
  }

  /// Forgets what had begun, because it comes once more.
  mutating func restart() { phase = .between }

  private mutating func handle(_ database: String, _ sql: [UInt8], _ items: inout [BinlogItem]) -> Outcome {
    switch LoggedStatement(sql) {
    case .begin:
      phase = .inside
      return .goesOn
    case .savepoint, .xaEnd: return .goesOn
    case .commit, .xaCommitOnePhase: return end(.committed)
    case .rollback:
      items.append(.rollback)
      return end(.ended)
    case .xaPrepare(let identifier):
      items.append(.prepared(xid: identifier.text))
      return end(.ended)
    case .xaCommit(let identifier):
      items.append(.xaCommit(xid: identifier.text))
      return end(.committed)
    case .xaRollback(let identifier):
      items.append(.xaRollback(xid: identifier.text))
      return end(.ended)
    case .other:
      items.append(.statement(database: database, sql: sql))
      return phase == .inside ? .goesOn : end(.committed)
    }
  }

  private mutating func end(_ outcome: Outcome) -> Outcome {
    phase = .between
    return outcome
  }
}
