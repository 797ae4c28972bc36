import Basics
import MySQL
import Repository

/// Looks again at tables with JSON whose rows differ: whether decimals that came back as doubles are all there is.
///
/// MySQL's JSON holds decimals, its text does not. Rows of the backup and of the target are added up with every
/// number of JSON columns in one form; a difference that remains is a real one.
struct JSONComparison: Sendable {
  private let reader: BackupReader
  private let restored: RestoredRows
  private let threads: Int
  private let progress: WorkProgress

  init(reader: BackupReader, restored: RestoredRows, threads: Int, progress: WorkProgress) {
    self.reader = reader
    self.restored = restored
    self.threads = threads
    self.progress = progress
  }

  /// What to tell about each table that differs in the form of numbers only; nil for one that differs in more.
  ///
  /// - Throws: `OpsError` `corrupt` when the backup cannot be read.
  func remarks(on tables: [RestoredTable]) async throws -> [String?] {
    guard !tables.isEmpty else { return [] }
    let stored = tables.flatMap(\.planned.contents.objects).reduce(0) { $0 + reader.rawBytes(of: $1.number) }
    progress.begin("comparing JSON", totalBytes: stored * 2)
    let before = try await storedSums(of: tables)
    let after = try await restored.sums(of: tables) { JSONRowSum(columns: $0.jsonColumns) }
    return tables.indices.map { index in
      guard before[index].checksum == after[index].checksum else { return nil }
      return Self.remark(tables[index].planned.target, before[index], after[index])
    }
  }

  static func remark(_ table: TableName, _ before: JSONRowSum, _ after: JSONRowSum) -> String {
    let rows = before.changedRows
    // Where the target prints doubles in another form, rows without a decimal are among those that changed.
    let count = after.changedRows == 0 ? " (\(rows) \(rows == 1 ? "row" : "rows") affected)" : ""
    return
      "decimals inside JSON of \(table) came back as doubles, as every logical dump of MySQL does\(count)"
  }

  /// What the rows of each table in the backup add up to.
  private func storedSums(of tables: [RestoredTable]) async throws -> [JSONRowSum] {
    let jobs = tables.enumerated().flatMap { index, table in
      table.planned.contents.objects.map { (table: index, object: $0.number) }
    }
    let zeros = tables.map { JSONRowSum(columns: $0.jsonColumns) }
    let (reader, progress) = (reader, progress)
    return try await withThrowingTaskGroup(of: [(table: Int, sum: JSONRowSum)].self) { group in
      for lane in 0..<threads {
        group.addTask {
          var parts: [(table: Int, sum: JSONRowSum)] = []
          for index in stride(from: lane, to: jobs.count, by: threads) {
            try Task.checkCancellation()
            let job = jobs[index]
            let sum = try await blocking {
              try Self.sum(try reader.object(job.object), from: zeros[job.table], progress)
            }
            parts.append((job.table, sum))
          }
          return parts
        }
      }
      return try await group.reduce(into: zeros) { sums, parts in
        for part in parts { sums[part.table] += part.sum }
      }
    }
  }

  private static func sum(
    _ object: ObjectSource, from zero: JSONRowSum, _ progress: WorkProgress
  ) throws -> JSONRowSum {
    var sum = zero
    var cutter = RowCutter()
    while let piece = try object.next() {
      let (bytes, rowEnds) = cutter.rows(endingIn: piece)
      sum.add(bytes, rowEnds: rowEnds)
      progress.add(bytes: piece.count, rows: rowEnds.count)
    }
    return sum
  }
}
