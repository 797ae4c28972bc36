/// Which server reads a SQL text; decides what it makes of versioned comments.
package struct SQLServer: Sendable, Equatable {
  package enum Flavour: Sendable, Equatable { case mysql, mariadb }

  package let flavour: Flavour
  /// As versioned comments write it: 80036 for 8.0.36, 101119 for 10.11.19.
  package let version: Int

  package init(_ flavour: Flavour, version: Int) {
    self.flavour = flavour
    self.version = version
  }

  /// Whether the server runs what stands in a versioned comment.
  ///
  /// - Parameters:
  ///   - flavour: The only one that the comment is for, as `/*M!` is for MariaDB; nil for `/*!`.
  ///   - number: The lowest version it is for; nil when it gives none.
  package func runsComment(for flavour: Flavour?, from number: Int?) -> Bool {
    if let flavour, flavour != self.flavour { return false }
    guard let number else { return true }
    // MariaDB forked from 5.5: the versions that MySQL has had since are none of its own.
    if self.flavour == .mariadb, flavour == nil, (50_700...99_999).contains(number) { return false }
    return number <= version
  }
}
