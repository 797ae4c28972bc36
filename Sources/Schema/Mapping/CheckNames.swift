/// Which check of a copied table is which of the original's.
///
/// MySQL wants names of checks to be unique in a database, and so `CREATE TABLE … LIKE` gives the copy's others.
package enum CheckNames {
  /// The copy's names by the original's, for checks of the same expression; those that keep their name are left out.
  package static func renamed(original: TableSchema, copy: TableSchema) -> [String: String] {
    var names: [String: String] = [:]
    var free = copy.checks
    for check in original.checks {
      guard let index = free.firstIndex(where: { $0.expression.isIdentical(to: check.expression) }) else {
        continue
      }
      let found = free.remove(at: index)
      if !found.name.isIdentical(to: check.name) { names[check.name] = found.name }
    }
    return names
  }
}
