import Basics
import MySQL
import Schema

/// What stands on the target already, and what that means for a restore.
package struct TargetCheck: Sendable {
  /// What to do with one planned table.
  package enum Step: Sendable, Equatable {
    case create
    /// Made by an earlier run of this restore: go on with the objects that are missing.
    case resume
    /// In the way, and the user said to replace it.
    case replace
  }

  /// Names of existing things that are in the way and not ours.
  package let conflicts: [String]
  /// By the plan's order of tables.
  package let steps: [Step]
  /// Programs in the way that the user said to replace.
  package let replacedPrograms: [RestorePlan.Program]
  /// Whether an earlier run began this restore.
  package let isResumed: Bool

  /// Decides, from what was found, what each table needs.
  ///
  /// - Throws: `OpsError` `refused` when a table of ours was changed by somebody else meanwhile.
  package init(
    plan: RestorePlan, target: Inventory, recorded: RecordedItems, overwrites: Bool
  ) throws {
    let tables = Dictionary(target.tables.map { ($0.name, $0) }) { first, _ in first }
    let programs = Set(target.programs.map { ProgramKey(kind: $0.kind, name: $0.name) })
    var conflicts: [String] = []
    var steps: [Step] = []
    for table in plan.tables {
      let isOurs = recorded.contains(.table(table.target))
      if let existing = tables[table.target] {
        if isOurs {
          try Self.checkUnchanged(existing, table)
          steps.append(.resume)
        } else {
          if !overwrites { conflicts.append("table \(table.target)") }
          steps.append(.replace)
        }
      } else {
        steps.append(.create)
        if [.view, .sequence].contains(where: { programs.contains(ProgramKey(kind: $0, name: table.target)) })
        {
          conflicts.append("view or sequence \(table.target)")
        }
      }
    }
    var replaced: [RestorePlan.Program] = []
    for program in plan.programs
    where programs.contains(ProgramKey(kind: program.program.kind, name: program.target))
      && !recorded.contains(.program(program.program.kind, program.target))
    {
      if overwrites {
        replaced.append(program)
      } else {
        conflicts.append("\(program.program.kind.rawValue) \(program.target)")
      }
    }
    for view in plan.programs(.view, .sequence) where tables[view.target] != nil {
      conflicts.append("table \(view.target)")
    }
    self.conflicts = conflicts
    self.steps = steps
    replacedPrograms = replaced
    isResumed = !recorded.isEmpty
  }

  private struct ProgramKey: Hashable {
    let kind: StoredProgram.Kind
    let name: TableName
  }

  /// A table of ours has the columns it was made with; only indexes and constraints come on the way.
  private static func checkUnchanged(_ existing: TableDefinition, _ planned: RestorePlan.Table) throws {
    let now = try CreateTable(parsing: existing.create)
    let wanted = try CreateTable(parsing: planned.complete)
    func columns(_ table: CreateTable) -> [[[UInt8]]] {
      table.definitions.compactMap { definition in
        if case .column = definition.kind { ComparableDefinition.tokens(of: definition.text) } else { nil }
      }
    }
    guard columns(now) == columns(wanted) else {
      throw OpsError(
        .refused, "cannot carry on restoring \(planned.target)",
        why: "its columns are no longer those it was made with",
        hint: "drop the table and run again, or restore under another name with --rename")
    }
  }

  /// - Throws: `OpsError` `refused` naming what is in the way.
  package func requireNoConflicts() throws {
    guard !conflicts.isEmpty else { return }
    let shown = conflicts.prefix(5).joined(separator: ", ")
    let more = conflicts.count > 5 ? " and \(conflicts.count - 5) more" : ""
    throw OpsError(
      .refused, "cannot restore over what is there", why: "\(shown)\(more) already exist on the target",
      hint:
        "restore under another name with --rename OLD=NEW, or replace them with --overwrite --confirm TARGET")
  }
}
