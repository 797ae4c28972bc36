/// The statements that bring rows, as the text of `RowBatch`, into one table.
package struct RowStatements: Sendable {
  package let load: SQLText
  package let insert: SQLText
  package let columns: Int

  /// - Parameters:
  ///   - load: A `LOAD DATA LOCAL INFILE 'dbops' …`.
  ///   - insert: An `INSERT … VALUES (…)` that does the same, with a question mark for each value of a row.
  ///   - columns: How many values a row has; 0 when only `load` will do.
  package init(load: SQLText, insert: SQLText, columns: Int) {
    self.load = load
    self.insert = insert
    self.columns = columns
  }
}
