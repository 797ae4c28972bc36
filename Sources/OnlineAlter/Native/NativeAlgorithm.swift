/// A way of altering a table that reads and writes no rows, from the least work to more.
package enum NativeAlgorithm: String, Sendable, CaseIterable {
  /// The data dictionary alone is changed.
  case instant = "INSTANT"
  /// MariaDB: no rebuild. Indexes could be built, so it is only used where none is.
  case nocopy = "NOCOPY"
  /// MySQL: may rebuild and build indexes, so it is only used for what is known to do neither.
  case inplace = "INPLACE"
}
