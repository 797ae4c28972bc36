import Basics
import MySQL
import Pipeline
import Schema

/// Compares what was restored with what the backup says, from the server's own answers.
package struct RestoreComparison: Sendable {
  /// One thing that is not as it was.
  package struct Difference: Sendable, Equatable, CustomStringConvertible {
    package let object: String
    package let reason: String

    package var description: String { "\(object): \(reason)" }
  }

  private let source: Source
  private let threads: Int
  private let progress: WorkProgress

  package init(source: Source, threads: Int, progress: WorkProgress) {
    self.source = source
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// All differences in rows and in definitions but events; empty when everything is as it was.
  package func run(_ plan: RestorePlan) async throws -> [Difference] {
    progress.begin("comparing")
    let found = try await inventory(plan)
    let rows = try await compareRows(plan, found)
    return try Self.compareTables(plan, found)
      + Self.comparePrograms(plan.programs(where: { $0 != .event }), found) + rows
  }

  /// Differences in events, which are made last.
  package func runForEvents(_ plan: RestorePlan) async throws -> [Difference] {
    let events = plan.programs(where: { $0 == .event })
    return events.isEmpty ? [] : Self.comparePrograms(events, try await inventory(plan))
  }

  private func inventory(_ plan: RestorePlan) async throws -> Inventory {
    try await source.withConnection(.export, "compare") { reader in
      try await InventoryReader(selection: Self.selection(plan)).read(reader)
    }
  }

  private static func selection(_ plan: RestorePlan) -> Selection {
    Selection(databases: Set(plan.databases.map(\.name)))
  }

  static func compareTables(_ plan: RestorePlan, _ found: Inventory) throws -> [Difference] {
    var differences: [Difference] = []
    let tables = Dictionary(found.tables.map { ($0.name, $0) }) { first, _ in first }
    for table in plan.tables {
      guard let there = tables[table.target] else {
        differences.append(Difference(object: "table \(table.target)", reason: "is missing"))
        continue
      }
      let now = TableText.withoutCounter(try CreateTable(parsing: there.create).statement)
      let wanted = TableText.withoutCounter(table.complete)
      if ComparableDefinition.tokens(of: now) != ComparableDefinition.tokens(of: wanted) {
        differences.append(Difference(object: "table \(table.target)", reason: "has another definition"))
      }
    }
    return differences
  }

  static func comparePrograms(_ programs: [RestorePlan.Program], _ found: Inventory) -> [Difference] {
    var differences: [Difference] = []
    for item in programs {
      let there = found.programs.first { $0.kind == item.program.kind && $0.name == item.target }
      let name = "\(item.program.kind.rawValue) \(item.target)"
      guard let there else {
        // What the source itself could not resolve cannot be made again.
        if !item.program.isBrokenView { differences.append(Difference(object: name, reason: "is missing")) }
        continue
      }
      if there.create != item.create || there.sqlMode != item.program.sqlMode
        || there.characterSetClient != item.program.characterSetClient
        || there.details != item.program.details
      {
        differences.append(Difference(object: name, reason: "has another definition"))
      }
    }
    return differences
  }

  private func compareRows(_ plan: RestorePlan, _ found: Inventory) async throws -> [Difference] {
    let definitions = Dictionary(found.tables.map { ($0.name, $0) }) { first, _ in first }
    let order = plan.tables.filter {
      definitions[$0.target] != nil && definitions[$0.target]?.holdsRows == true
    }
    .sorted { $0.contents.checksum.rows > $1.contents.checksum.rows }
    progress.begin(
      "comparing", totalBytes: order.reduce(0) { $0 + (definitions[$1.target]?.estimatedBytes ?? 0) })
    let queue = BoundedQueue<(Int, KeyRange)>(limit: threads * 2)
    return try await withThrowingTaskGroup(of: [Int: RowChecksum].self) { group in
      group.addTask { try await planRanges(order, definitions, into: queue) }
      for number in 0..<threads {
        group.addTask { try await sum(order, definitions, from: queue, number) }
      }
      var sums: [Int: RowChecksum] = [:]
      do {
        for try await part in group { sums.merge(part) { $0 + $1 } }
      } catch {
        await queue.abort()
        throw error
      }
      return order.enumerated().compactMap { index, table in
        let sum = sums[index] ?? RowChecksum()
        guard sum != table.contents.checksum else { return nil }
        let reason =
          sum.rows == table.contents.checksum.rows
          ? "has other rows, though as many (\(sum.rows))"
          : "has \(sum.rows) rows instead of \(table.contents.checksum.rows)"
        return Difference(object: "table \(table.target)", reason: reason)
      }
    }
  }

  /// Cuts the tables into ranges for the workers.
  private func planRanges(
    _ order: [RestorePlan.Table], _ definitions: [TableName: TableDefinition],
    into queue: BoundedQueue<(Int, KeyRange)>
  ) async throws -> [Int: RowChecksum] {
    let session = try await source.connect(.export, "compare-plan")
    for (index, table) in order.enumerated() {
      guard let definition = definitions[table.target] else { continue }
      try await ChunkPlanner.cut(definition, index: index, chunkBytes: .mebibytes(32), on: session) { chunk in
        await queue.put((index, chunk.range))
      }
    }
    await session.close()
    await queue.close()
    return [:]
  }

  private func sum(
    _ order: [RestorePlan.Table], _ definitions: [TableName: TableDefinition],
    from queue: BoundedQueue<(Int, KeyRange)>, _ number: Int
  ) async throws -> [Int: RowChecksum] {
    let session = try await source.connect(.export, "compare-\(number)")
    var sums: [Int: RowChecksum] = [:]
    while let (index, range) = await queue.next() {
      guard let definition = definitions[order[index].target] else { continue }
      let table = order[index].contents
      let progress = progress
      // Read through the columns of the backup: what the target computes by itself is not compared.
      let export = TableExport(
        table: definition.name, columns: table.columns, key: definition.key, lifeSpan: table.lifeSpan)
      let part = try await session.perform { connection in
        var sum = RowChecksum()
        _ = try connection.exportRows(export.select(range)) { batch in
          sum.add(batch.bytes, rowEnds: batch.rowEnds)
          progress.add(bytes: batch.bytes.count, rows: batch.rowEnds.count)
        }
        return sum
      }
      sums[index, default: RowChecksum()] += part
    }
    await session.close()
    return sums
  }
}
