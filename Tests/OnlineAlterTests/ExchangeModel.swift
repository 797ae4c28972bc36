/// The exchange of the tables where a second session's RENAME waits behind the lock (docs/cut-over.md), and the server's
/// metadata locks under it, small enough to try every order of events.
///
/// The rules of the server that it stands on: RENAME takes exclusive locks on its tables one after the other, in the order
/// of their names, and keeps them; whoever waits for an exclusive lock goes before those that come to read or write; RENAME
/// fails when there is a table of the new name, and else happens as a whole; a session's locks go with it.
struct ExchangeModel: Hashable {
  enum Table: Hashable { case source, old, ghost }

  enum Breach: Hashable, CaseIterable {
    /// The ghost's and the old table's names sort before the table's.
    case sortsBefore
    /// Nothing holds the place of the old table.
    case holdsNoPlace
    /// The place is given free without having seen that RENAME waits.
    case doesNotLook
    /// An attempt that is given up frees the place while its RENAME may still be waiting.
    case leavesRename
  }

  enum Step: Int, Hashable {
    case begun, placed, locked, drained, sent, seen, freed, unlocked
    /// Nothing more is done by the program: it is through, has given up, or was killed.
    case over
  }

  enum Rename: Hashable {
    case unsent
    /// On its way to the server.
    case travelling
    /// Holds the first so many of its tables, and wants the next.
    case waiting(held: Int)
    case done, failed, killed
  }

  let breach: Breach?
  /// Changes that clients still want to make.
  var pending: Int
  var step = Step.begun
  var rename = Rename.unsent
  /// Whether a client has the ghost table open.
  var isGhostOpen = false
  var opens: Int
  var isPlaceHeld = false
  var isLocked = false
  /// The locking session was killed, whoever did it.
  var isKilled = false
  /// Changes in the table, and how many of them the ghost table has.
  var written = 0
  var applied = 0
  /// The attempt was given up, and its RENAME has to be stopped before the place is freed.
  var isWithdrawing = false

  init(pending: Int, opens: Int, breach: Breach? = nil) {
    self.pending = pending
    self.opens = opens
    self.breach = breach
  }

  /// The tables in the order in which RENAME takes them.
  var order: [Table] { breach == .sortsBefore ? [.old, .ghost, .source] : [.source, .old, .ghost] }

  /// A change was acknowledged that the exchanged table does not have.
  var isWrong: Bool { rename == .done && applied < written }

  private var wanted: Table? {
    guard case .waiting(let held) = rename, held < order.count else { return nil }
    return order[held]
  }

  private func isHeldByRename(_ table: Table) -> Bool {
    guard case .waiting(let held) = rename else { return false }
    return order.prefix(held).contains(table)
  }

  /// Everything that may happen next.
  var next: [ExchangeModel] {
    var found: [ExchangeModel] = []
    func may(_ condition: Bool, _ change: (inout ExchangeModel) -> Void) {
      guard condition else { return }
      var other = self
      change(&other)
      found.append(other)
    }
    // Clients.
    let canUse = { (table: Table) in !isLocked && !isHeldByRename(table) && wanted != table }
    may(pending > 0 && rename != .done && canUse(.source)) { model in
      model.pending -= 1
      model.written += 1
    }
    may(opens > 0 && !isGhostOpen && rename != .done && canUse(.ghost)) { model in
      model.opens -= 1
      model.isGhostOpen = true
    }
    may(isGhostOpen) { $0.isGhostOpen = false }
    // RENAME. The lock of the locking session is on all three.
    may(rename == .travelling) { $0.rename = .waiting(held: 0) }
    may(rename == .travelling) { $0.rename = .killed }
    if case .waiting(let held) = rename {
      if let table = wanted {
        may(!isLocked && !(table == .ghost && isGhostOpen)) { $0.rename = .waiting(held: held + 1) }
      } else {
        may(true) { $0.rename = isPlaceHeld ? .failed : .done }
      }
      may(true) { $0.rename = .killed }
    }
    advance(may)
    // The locking session is killed: its locks go, and its program learns of it with its next statement there.
    may(!isKilled && step != .begun) { model in
      model.isKilled = true
      model.isLocked = false
    }
    // The program is killed: a RENAME that was sent goes on.
    may(step != .over) { model in
      model.isLocked = false
      model.step = .over
    }
    return found
  }

  /// What the locking session does next.
  private func advance(_ may: (Bool, (inout ExchangeModel) -> Void) -> Void) {
    switch step {
    case .begun:
      may(true) { model in
        model.isPlaceHeld = breach != .holdsNoPlace
        model.step = .placed
      }
    case .placed:
      may(!isGhostOpen && !isKilled) { model in
        model.isLocked = true
        model.step = .locked
      }
    case .locked:
      may(!isKilled) { model in
        model.applied = model.written
        model.step = .drained
      }
      may(true) { $0.withdraw() }
    case .drained:
      may(true) { model in
        model.rename = .travelling
        model.step = .sent
      }
    case .sent:
      let waits = if case .waiting = rename { true } else { false }
      may(breach == .doesNotLook || waits) { $0.step = .seen }
      // Out of time without having seen it wait.
      may(true) { $0.withdraw() }
    case .seen:
      // The locking session frees the place: it cannot when it was killed.
      may(!isKilled) { model in
        model.isPlaceHeld = false
        model.step = .freed
      }
      may(isKilled) { $0.withdraw() }
    case .freed:
      may(true) { model in
        model.isLocked = false
        model.step = .unlocked
      }
    case .unlocked: may(true) { $0.step = .over }
    case .over: tidy(may)
    }
  }

  private mutating func withdraw() {
    isLocked = false
    isWithdrawing = true
    step = .over
  }

  /// Behind an attempt that was given up: RENAME is stopped, and the place freed when it is gone.
  private func tidy(_ may: (Bool, (inout ExchangeModel) -> Void) -> Void) {
    guard isWithdrawing, isPlaceHeld else { return }
    let isGone =
      switch rename {
      case .travelling, .waiting: false
      default: true
      }
    may(isGone || breach == .leavesRename) { $0.isPlaceHeld = false }
  }

  /// Tries every order of events.
  ///
  /// - Returns: Whether a change was lost in one of them, and in how many the tables were exchanged.
  static func explore(_ start: ExchangeModel) -> (isWrong: Bool, exchanged: Int, states: Int) {
    var seen: Set<ExchangeModel> = [start]
    var stack = [start]
    var (isWrong, exchanged) = (false, 0)
    while let model = stack.popLast() {
      if model.isWrong { isWrong = true }
      if model.rename == .done { exchanged += 1 }
      for next in model.next where seen.insert(next).inserted { stack.append(next) }
    }
    return (isWrong, exchanged, seen.count)
  }
}
