import Basics
import MySQL
import Schema

/// The refusal of a migration whose only key gets coarser: under the new collation rows may be the same that are not so now.
struct CoarserKey: Sendable {
  private let table: TableName
  private let choice: CopyKeyChoice
  private let mapping: ColumnMapping

  /// Nil when no key is refused for that reason.
  init?(_ table: TableName, _ choice: CopyKeyChoice, _ mapping: ColumnMapping) {
    guard choice.rejected.contains(where: { $0.reason == .coarser }) else { return nil }
    self.table = table
    self.choice = choice
    self.mapping = mapping
  }

  var refusal: OpsError {
    OpsError(
      .refused, "cannot migrate \(table)",
      why: "the key by which rows are told apart gets coarser, so that rows could collide ("
        + choice.lines.joined(separator: "; ") + ")",
      hint:
        "see whether rows do: \(search); where none do, and none will, add --allow-coarser-key: rows that collide"
        + " then end the migration, and the table stays as it was. Or add a unique key over a number first")
  }

  /// The statement that finds rows which would be one.
  private var search: SQLText {
    guard let key = choice.rejected.first(where: { $0.reason == .coarser })?.key else { return "" }
    let parts = key.columns.map { name -> SQLText in
      guard let pair = mapping.pair(ofSource: name), pair.getsCoarser, let charset = pair.ghost.type.charset,
        let collation = pair.ghost.type.collation
      else { return .quoted(name) }
      return "CONVERT(\(quoted: name) USING \(raw: charset)) COLLATE \(raw: collation)"
    }
    let names = key.columns.map { "MIN(\(quoted: $0))" as SQLText }.joined(separator: ", ")
    return
      "SELECT \(names), COUNT(*) FROM \(table.sql) GROUP BY \(parts.joined(separator: ", ")) HAVING COUNT(*) > 1"
  }
}
