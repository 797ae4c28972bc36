/// What a statement without rows did.
package struct Outcome: Sendable, Equatable {
  package let affectedRows: UInt64
  /// Zero when no AUTO_INCREMENT value was made.
  package let lastInsertID: UInt64
  package let warningCount: Int
  /// What the server adds in words, `Records: 3  Deleted: 0  Skipped: 0  Warnings: 0` for example.
  package let info: String
}

extension Outcome {
  /// Of no statement at all.
  static let nothing = Outcome(affectedRows: 0, lastInsertID: 0, warningCount: 0, info: "")

  /// Of one statement after another; the words are those of the last.
  static func + (left: Outcome, right: Outcome) -> Outcome {
    Outcome(
      affectedRows: left.affectedRows + right.affectedRows, lastInsertID: right.lastInsertID,
      warningCount: left.warningCount + right.warningCount, info: right.info)
  }
}
