/// Tries every order of a model's moves, depth first, each state once.
struct Explorer {
  private(set) var states = 0
  private var seen: Set<MigrationModel> = []
  /// The moves that lead to a swap which loses or invents a row.
  private(set) var counterexample: [String]?
  private(set) var swaps = 0

  /// - Returns: What was found.
  static func explore(_ bounds: MigrationModel.Bounds) -> Explorer {
    var explorer = Explorer()
    explorer.run(from: MigrationModel(bounds))
    return explorer
  }

  private mutating func run(from start: MigrationModel) {
    var stack: [(model: MigrationModel, trail: Trail?)] = [(start, nil)]
    seen.insert(start)
    while let (model, trail) = stack.popLast() {
      states += 1
      if model.mayBeSwapped { swaps += 1 }
      if model.isWrong {
        counterexample = trail?.names.reversed() ?? []
        return
      }
      for (name, next) in model.moves where seen.insert(next).inserted {
        stack.append((next, Trail(name: name, before: trail)))
      }
    }
  }

  private final class Trail {
    let name: String
    let before: Trail?

    init(name: String, before: Trail?) {
      self.name = name
      self.before = before
    }

    var names: [String] {
      var names: [String] = []
      var trail: Trail? = self
      while let now = trail {
        names.append(now.name)
        trail = now.before
      }
      return names
    }
  }
}

extension MigrationModel {
  /// Everything that can happen next.
  var moves: [(String, MigrationModel)] {
    var moves: [(String, MigrationModel)] = []
    func add(_ name: String, _ change: (inout MigrationModel) -> Bool) {
      var next = self
      if change(&next) { moves.append((name, next)) }
    }
    func does(_ name: String, _ change: (inout MigrationModel) -> Void) {
      add(name) {
        change(&$0)
        return true
      }
    }
    if writes < bounds.writes, !isLocked {
      for (name, rows) in bounds.movesUniqueValues ? transfers(of: latest) : edits {
        does(name) { $0.write(rows) }
      }
    }
    if heartbeats < bounds.heartbeats || (isLocked && marker == nil) { does("heartbeat") { $0.beat() } }
    if visible < log.count { does("visible") { $0.becomeVisible() } }
    if let number = nextAcknowledgement { does("acknowledged") { $0.acknowledge(number) } }
    if read < log.count { does("streamed") { $0.stream() } }
    if chunksStarted < Self.chunks { does("chunk \(chunksStarted + 1) starts") { $0.startChunk() } }
    for key in lateNotes {
      does("\(key) noted late") { model in
        model.lateNotes.removeAll { $0 == key }
        model.changes.record(key)
      }
    }
    let workers = isLocked && bounds.movesUniqueValues ? 1 : bounds.refreshers
    if refreshes.values.count(where: { $0.chunk == nil && !$0.isOrphan }) < workers {
      add("refresh starts") { $0.startRefresh() }
    }
    for (id, refresh) in refreshes {
      let name = refresh.chunk.map { "chunk \($0)" } ?? "refresh of \(refresh.keys)"
      let count = moves.count
      add("\(name) \(refresh.step)") { $0.advance(id) }
      // Two may wait for each other: one is ended.
      if moves.count == count, bounds.movesUniqueValues, !isDeadlockDone {
        does("\(name) is ended") { model in
          model.isDeadlockDone = true
          model.end(id, .failed)
        }
      }
    }
    let isQuiet = !bounds.movesUniqueValues || refreshes.isEmpty
    if !isLocked, visible == log.count, copied == Self.chunks, isQuiet { does("lock") { $0.isLocked = true } }
    if kills < bounds.kills {
      does("checkpoint") { $0.saveCheckpoint() }
      does("kill") { $0.kill() }
    }
    return moves
  }
}

// What the writer does.
extension MigrationModel {
  private var edits: [(String, [Int: Int?])] {
    (1...Self.chunks).flatMap { key in
      [("write \(key)", [key: writes + 10]), ("delete \(key)", [key: nil])]
    }
  }

  /// Values that go from one row to the other, which gets that row's, a new one, or is deleted.
  private func transfers(of rows: [Int: Int]) -> [(String, [Int: Int?])] {
    [(1, 2), (2, 1)].flatMap { from, to -> [(String, [Int: Int?])] in
      guard let value = rows[from] else { return [] }
      return [
        ("\(from) gives its value to \(to)", [from: writes + 10, to: value]),
        ("\(from) makes way for \(to)", [from: nil, to: value]),
      ] + (from < to && rows[to] != nil ? [("they swap", [from: rows[to], to: value])] : [])
    }
  }
}
