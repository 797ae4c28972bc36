import Basics
import MySQL
import Pipeline
import Repository
import Schema

/// Compares what was restored with what the backup says, from the server's own answers.
package struct RestoreComparison: Sendable {
  /// One thing that is not as it was.
  package struct Difference: Sendable, Equatable, CustomStringConvertible {
    package let object: String
    package let reason: String

    package var description: String { "\(object): \(reason)" }
  }

  /// What came of a comparison.
  package struct Findings: Sendable, Equatable {
    /// Empty when everything is as it was, or as near to it as a logical restore comes.
    package var differences: [Difference]
    /// What a logical restore cannot bring back, and did not.
    package var remarks: [String]
  }

  private let source: Source
  private let reader: BackupReader
  private let threads: Int
  private let progress: WorkProgress

  /// - Parameter reader: Of the backup that was restored; asked for rows only where JSON is in doubt.
  package init(source: Source, reader: BackupReader, threads: Int, progress: WorkProgress) {
    self.source = source
    self.reader = reader
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// Compares all rows, and all definitions but events.
  ///
  /// - Parameter missing: Views that could not be made.
  package func run(_ plan: RestorePlan, without missing: [MissingView] = []) async throws -> Findings {
    progress.begin("comparing")
    let found = try await inventory(plan)
    var findings = try await compareRows(plan, found)
    let names = Set(missing.map(\.name))
    let programs = plan.programs { $0 != .event }.filter {
      $0.program.kind != .view || !names.contains($0.target)
    }
    let definitions = try Self.compareTables(plan, found) + Self.comparePrograms(programs, found)
    findings.differences.insert(contentsOf: definitions, at: 0)
    return findings
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
    Selection(databases: plan.databases.map(\.name))
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
        differences.append(Difference(object: name, reason: "is missing"))
        continue
      }
      if !Self.isOfSameText(there, item) {
        differences.append(Difference(object: name, reason: "has another definition"))
      } else if !Self.isOfSameOrigin(there, item.program) {
        differences.append(Difference(object: name, reason: "was made under other settings"))
      }
    }
    return differences
  }

  private static func isOfSameText(_ there: StoredProgram, _ wanted: RestorePlan.Program) -> Bool {
    guard there.kind == .view else {
      return there.create == wanted.create && there.details == wanted.program.details
    }
    // A view's text names its columns. Some servers do not list them where they miss the definer.
    let database = wanted.target.database
    return ComparableDefinition.tokens(ofView: there.create, in: database)
      == ComparableDefinition.tokens(ofView: wanted.create, in: database)
  }

  private static func isOfSameOrigin(_ there: StoredProgram, _ wanted: StoredProgram) -> Bool {
    // What the source does not tell, such as of triggers made by a very old server, nothing can be compared with.
    let sets: [KeyPath<StoredProgram, String>] = [
      \.characterSetClient, \.collationConnection, \.databaseCollation,
    ]
    return there.sqlMode == wanted.sqlMode && there.timeZone == wanted.timeZone
      && sets.allSatisfy { set in
        wanted[keyPath: set].isEmpty
          || StoredProgram.isSameCollation(there[keyPath: set], wanted[keyPath: set])
      }
  }

  private func compareRows(_ plan: RestorePlan, _ found: Inventory) async throws -> Findings {
    let definitions = Dictionary(found.tables.map { ($0.name, $0) }) { first, _ in first }
    let tables = plan.tables.compactMap { table in
      definitions[table.target].map { RestoredTable(planned: table, definition: $0) }
    }
    .filter(\.definition.holdsRows)
    .sorted { $0.planned.contents.checksum.rows > $1.planned.contents.checksum.rows }
    progress.begin("comparing", totalBytes: tables.reduce(0) { $0 + $1.definition.estimatedBytes })
    let restored = RestoredRows(source: source, threads: threads, progress: progress)
    let sums = try await restored.sums(of: tables) { _ in RowChecksum() }
    let unequal = zip(tables, sums).filter { $0.planned.contents.checksum != $1 }
    let doubtful = unequal.filter { $0.planned.contents.checksum.rows == $1.rows && !$0.jsonColumns.isEmpty }
    let json = JSONComparison(reader: reader, restored: restored, threads: threads, progress: progress)
    let remarks = try await json.remarks(on: doubtful.map(\.0))
    let excused = Set(zip(doubtful, remarks).compactMap { $1 == nil ? nil : $0.0.planned.target })
    let differences = unequal.filter { !excused.contains($0.0.planned.target) }.map(Self.difference)
    return Findings(differences: differences, remarks: remarks.compactMap { $0 })
  }

  private static func difference(_ table: RestoredTable, _ sum: RowChecksum) -> Difference {
    let rows = table.planned.contents.checksum.rows
    let reason =
      sum.rows == rows
      ? "has other rows, though as many (\(sum.rows))" : "has \(sum.rows) rows instead of \(rows)"
    return Difference(object: "table \(table.planned.target)", reason: reason)
  }
}
