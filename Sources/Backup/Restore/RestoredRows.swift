import Basics
import MySQL

/// A table of the plan that the target holds.
struct RestoredTable: Sendable {
  let planned: RestorePlan.Table
  /// As it was found on the target.
  let definition: TableDefinition

  /// Where in a row, from 0, the values of JSON columns stand. On MariaDB JSON is text, and there are none.
  var jsonColumns: [Int] {
    let names = Set(definition.columns.filter { $0.dataType == "json" }.map { ExactText($0.name) })
    return planned.contents.columns.indices.filter {
      names.contains(ExactText(planned.contents.columns[$0].name))
    }
  }
}

/// Adds up the rows of restored tables, several ranges at a time.
struct RestoredRows: Sendable {
  private let source: Source
  private let threads: Int
  private let progress: WorkProgress

  init(source: Source, threads: Int, progress: WorkProgress) {
    self.source = source
    self.threads = threads
    self.progress = progress
  }

  /// What the rows of each table add up to, in the order of the tables.
  ///
  /// - Parameter zero: The sum of no rows.
  func sums<Sum: RowSum>(
    of tables: [RestoredTable], from zero: @escaping @Sendable (RestoredTable) -> Sum
  ) async throws -> [Sum] {
    let queue = BoundedQueue<Chunk>(limit: threads * 2)
    return try await withThrowingTaskGroup(of: [Int: Sum].self) { group in
      group.addTask {
        try await planRanges(tables, into: queue)
        return [:]
      }
      for number in 0..<threads {
        group.addTask { try await sum(tables, from: queue, number, zero) }
      }
      var sums = tables.map(zero)
      do {
        for try await parts in group {
          for (index, part) in parts { sums[index] += part }
        }
      } catch {
        await queue.abort()
        throw error
      }
      return sums
    }
  }

  /// Cuts the tables into ranges for the workers.
  private func planRanges(_ tables: [RestoredTable], into queue: BoundedQueue<Chunk>) async throws {
    let session = try await source.connect(.export, "compare-plan")
    for (index, table) in tables.enumerated() {
      try await ChunkPlanner.cut(table.definition, index: index, chunkBytes: .mebibytes(32), on: session) {
        await queue.put($0)
      }
    }
    await session.close()
    await queue.close()
  }

  private func sum<Sum: RowSum>(
    _ tables: [RestoredTable], from queue: BoundedQueue<Chunk>, _ number: Int,
    _ zero: @Sendable (RestoredTable) -> Sum
  ) async throws -> [Int: Sum] {
    let session = try await source.connect(.export, "compare-\(number)")
    var sums: [Int: Sum] = [:]
    while let chunk = await queue.next() {
      let table = tables[chunk.table]
      let contents = table.planned.contents
      let progress = progress
      // Read through the columns of the backup: what the target computes by itself is not compared.
      let export = TableExport(
        table: table.definition.name, columns: contents.columns, key: table.definition.key,
        lifeSpan: contents.lifeSpan)
      let none = zero(table)
      let part = try await session.perform { connection in
        var sum = none
        _ = try connection.exportRows(export.select(chunk.range)) { batch in
          sum.add(batch.bytes, rowEnds: batch.rowEnds)
          progress.add(bytes: batch.bytes.count, rows: batch.rowEnds.count)
        }
        return sum
      }
      sums[chunk.table, default: none] += part
    }
    await session.close()
    return sums
  }
}
