/// Rows as the text LOAD DATA reads by default: fields end with a tab, lines with a newline, NULL is
/// `\N`; within a value only the backslash, the tab and the newline are escaped, by a backslash.
///
/// The storage is used again for the next batch; take a copy of `bytes` to keep it.
package struct RowBatch: ~Copyable {
  package internal(set) var bytes: [UInt8] = []
  /// For each row the offset in `bytes` behind its newline.
  package internal(set) var rowEnds: [Int] = []
}
