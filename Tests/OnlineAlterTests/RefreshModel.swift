import OnlineAlter

/// The steps of a refresh, and the ghost table's row locks under them.
extension MigrationModel {
  /// Takes the next step of a refresh; false when it has to wait for a lock.
  mutating func advance(_ id: Int) -> Bool {
    guard var refresh = refreshes[id], let key = refresh.keys.first else { return false }
    if refresh.isLocked { return advanceLocked(id, refresh) }
    switch refresh.step {
    case .begun where !refresh.displaced.isEmpty:
      for row in refresh.displaced where ghost[row] != nil {
        guard lock(row, for: id) else { return false }
      }
      refresh.step = .roomLocked
    case .roomLocked:
      if case .takesOutUnseen = bounds.breach {
        refresh.removed = Set(refresh.displaced.filter { locks[$0] == id })
      } else {
        refresh.removed = Set(refresh.displaced.filter { locks[$0] == id && ghost[$0] == source[key] })
      }
      refresh.step = .roomSeen
    case .roomSeen:
      if notes(at: .underItsLock) { for row in refresh.removed.sorted() { changes.record(row) } }
      refresh.step = .roomMade
    case .begun, .roomMade:
      if ghost[key] != nil {
        guard lock(key, for: id) else { return false }
      } else if let owner = locks[key], owner != id {
        return false
      }
      refresh.step = .deleted
    case .deleted:
      refresh.rows = source.filter { $0.key == key }
      refresh.step = .read
    case .read: return insert(id, refresh, key)
    case .collided:
      find(&refresh, key)
      if refresh.displaced.isEmpty, refresh.chunk == nil {
        end(id, .failed)
        return true
      }
    case .inserted:
      commit(id, refresh, key)
      return true
    }
    refreshes[id] = refresh
    return true
  }

  private mutating func lock(_ row: Int, for id: Int) -> Bool {
    if let owner = locks[row], owner != id { return false }
    locks[row] = id
    return true
  }

  private func notes(at moment: Moment) -> Bool {
    if case .takesOutUnseen(let broken) = bounds.breach { return broken == moment }
    return false
  }

  private mutating func insert(_ id: Int, _ refresh: Refresh, _ key: Int) -> Bool {
    var refresh = refresh
    guard let value = refresh.rows[key] else {
      refresh.step = .inserted
      refreshes[id] = refresh
      return true
    }
    if let owner = locks[key], owner != id { return false }
    if ghost[key] != nil, locks[key] != id {
      // A committed row is in the way.
      end(id, .failed)
      return true
    }
    switch holder(of: value, beside: key, for: id, refresh.removed) {
    case .waits: return false
    case .committed:
      // Nothing of this attempt stays.
      locks = locks.filter { $0.value != id }
      refresh.step = .collided
      refresh.rows = [:]
      refresh.removed = []
    case .none:
      locks[key] = id
      refresh.step = .inserted
    }
    refreshes[id] = refresh
    return true
  }

  private enum Holder { case none, committed, waits }

  /// Who has the value in the ghost table.
  private func holder(of value: Int, beside key: Int, for id: Int, _ removed: Set<Int>) -> Holder {
    guard bounds.movesUniqueValues else { return .none }
    let isBeingPutIn = refreshes.contains {
      $0.key != id && $0.value.step == .inserted && $0.value.rows.values.contains(value)
    }
    if isBeingPutIn { return .waits }
    guard let row = ghost.first(where: { $0.key != key && $0.value == value && !removed.contains($0.key) })
    else { return .none }
    return locks[row.key].map { $0 == id } ?? true ? .committed : .waits
  }

  /// Looks for the rows that are in the way.
  private mutating func find(_ refresh: inout Refresh, _ key: Int) {
    refresh.displaced = ghost.filter { $0.key != key && $0.value == source[key] }.keys.sorted()
    if notes(at: .whenFound) { for row in refresh.displaced { changes.record(row) } }
    refresh.step = .begun
  }

  private mutating func commit(_ id: Int, _ refresh: Refresh, _ key: Int) {
    for row in refresh.removed { ghost[row] = nil }
    if locks[key] == id || refresh.rows[key] != nil { ghost[key] = refresh.rows[key] }
    end(id, .done)
    if notes(at: .whenCommitted) { lateNotes += refresh.removed.sorted() }
  }

  /// The session with the locks: what a statement has done is there at once.
  private mutating func advanceLocked(_ id: Int, _ refresh: Refresh) -> Bool {
    guard let key = refresh.keys.first else { return false }
    var refresh = refresh
    switch refresh.step {
    case .begun:
      ghost[key] = nil
      refresh.step = .read
    case .collided:
      refresh.displaced = ghost.filter { $0.key != key && $0.value == source[key] }.keys.sorted()
      refresh.step = .roomSeen
    case .roomSeen:
      for row in refresh.displaced { ghost[row] = nil }
      refresh.step = .read
    default:
      guard let value = source[key], ghost.contains(where: { $0.key != key && $0.value == value }) else {
        ghost[key] = source[key]
        end(id, .done)
        return true
      }
      refresh.step = .collided
    }
    refreshes[id] = refresh
    return true
  }
}
