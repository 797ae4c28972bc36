import Basics
import MySQL
import Repository
import Synchronization

/// The loading of all rows by all workers; whoever loads a table's last object adds its indexes.
struct LoadRun: Sendable {
  private enum Job: Sendable {
    case load(table: Int, object: TableObject)
    case fill(table: Int)
    case indexes(table: Int)
  }

  let plan: RestorePlan
  let recorded: RecordedItems
  let target: Source
  let threads: Int
  let loader: RowLoader
  let writer: DefinitionWriter
  let log: Log

  /// Raw bytes that are still to be loaded.
  func missingBytes(_ reader: BackupReader) -> Int64 {
    plan.tables.flatMap(\.contents.objects).filter { !recorded.contains(.object($0.number)) }
      .reduce(0) { $0 + reader.rawBytes(of: $1.number) }
  }

  func run() async throws {
    let jobs = jobs()
    let left = ObjectsLeft(
      jobs.reduce(into: [Int: Int]()) { counts, job in
        if case .load(let table, _) = job { counts[table, default: 0] += 1 }
      })
    let queue = BoundedQueue<Job>(limit: threads)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for job in jobs where await !queue.put(job) { return }
        await queue.close()
      }
      for number in 0..<threads {
        group.addTask { try await work(number, from: queue, left) }
      }
      do {
        for try await _ in group {}
      } catch {
        await queue.abort()
        group.cancelAll()
        throw error
      }
    }
  }

  /// Objects of different tables take turns, because servers with `innodb_autoinc_lock_mode = 1` let only one
  /// load at a time into a table with AUTO_INCREMENT.
  private func jobs() -> [Job] {
    var jobs: [Job] = []
    var lanes: [[Job]] = []
    for (index, table) in plan.tables.enumerated() {
      guard table.contents.isTransactional else {
        let isFull = recorded.contains(.filled(table.target)) || !table.contents.holdsRows
        jobs.append(isFull ? .indexes(table: index) : .fill(table: index))
        continue
      }
      let objects = table.contents.objects.filter { !recorded.contains(.object($0.number)) }
      if objects.isEmpty {
        jobs.append(.indexes(table: index))
      } else {
        lanes.append(objects.map { Job.load(table: index, object: $0) })
      }
    }
    // Tables of about the same length end together and keep the workers apart until then.
    lanes.sort { $0.count > $1.count }
    for step in 0..<(lanes.first?.count ?? 0) {
      for lane in lanes.prefix(while: { $0.count > step }) { jobs.insert(lane[step], at: jobs.count) }
    }
    return jobs
  }

  private func work(
    _ number: Int, from queue: BoundedQueue<Job>, _ left: ObjectsLeft
  ) async throws {
    let session = try await target.connect(.load, "load-\(number)")
    try await session.perform { try SessionTuning.apply($0) }
    while let job = await queue.next() {
      try Task.checkCancellation()
      switch job {
      case .load(let index, let object):
        try await loader.load(object, of: plan.tables[index], session)
        if left.finish(index) { try await addIndexes(index, session) }
      case .fill(let index):
        let (writer, table) = (writer, plan.tables[index])
        try await session.perform { try writer.emptyAgain(table, $0) }
        try await loader.fill(table, session)
        try await addIndexes(index, session)
      case .indexes(let index):
        try await addIndexes(index, session)
      }
    }
    await session.close()
  }

  private func addIndexes(_ index: Int, _ session: Connection) async throws {
    let writer = writer
    let table = plan.tables[index]
    guard !table.split.indexes.isEmpty else { return }
    let start = ContinuousClock.now
    try await session.perform { try writer.addIndexes(table, $0) }
    let took = (ContinuousClock.now - start).inSeconds
    log.info("indexes added", ["table": table.target.description, "seconds": "\(took)"])
  }
}

/// How many objects of each table are still to be loaded.
private final class ObjectsLeft: Sendable {
  private let counts: Mutex<[Int: Int]>

  init(_ counts: [Int: Int]) {
    self.counts = Mutex(counts)
  }

  /// One object of `table` is in. True when it was the last one.
  func finish(_ table: Int) -> Bool {
    counts.withLock { counts in
      counts[table, default: 0] -= 1
      return counts[table] == 0
    }
  }
}
