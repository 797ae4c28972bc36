/// What a statement without rows did.
package struct Outcome: Sendable, Equatable {
  package let affectedRows: UInt64
  /// Zero when no AUTO_INCREMENT value was made.
  package let lastInsertID: UInt64
  package let warningCount: Int
  /// What the server adds in words, `Records: 3  Deleted: 0  Skipped: 0  Warnings: 0` for example.
  package let info: String
}
