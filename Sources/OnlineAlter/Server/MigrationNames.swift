import MySQL

/// The names of the tables that belong to a migration.
package struct MigrationNames: Sendable, Hashable {
  /// How the ghost table and the table that is left are named.
  package enum Style: Sendable, Hashable {
    /// gh-ost's names, `_orders_gho`, which people and scripts know.
    case known
    /// `orders_gho`, behind the table in the order of names. RENAME takes its locks in that order: where another session
    /// than the one with the locks renames, it must wait for the table first, or writes that waited get in before it.
    case behind
  }

  package let source: TableName
  private let style: Style
  /// The longest name a table may have, in characters.
  static let longest = 64

  package init(_ source: TableName, _ style: Style) {
    self.source = source
    self.style = style
  }

  /// Becomes the table.
  package var ghost: TableName { named(style == .known ? "_" : "", "_gho") }
  /// Heartbeats.
  package var changelog: TableName { named("_", "_ghc") }
  /// Who migrates, and how far the migration is.
  package var checkpoint: TableName { named("_", "_ghk") }
  /// An empty copy on which the statement is tried.
  package var trial: TableName { named("_", "_ghp") }
  /// What the table becomes.
  package var old: TableName { named(style == .known ? "_" : "", "_del") }

  private func named(_ prefix: String, _ suffix: String) -> TableName {
    let whole = prefix + source.name + suffix
    guard whole.unicodeScalars.count > Self.longest else { return TableName(source.database, whole) }
    // Cut, and told apart by a number made of the whole name.
    let number = hash(source.name)
    let room = Self.longest - prefix.unicodeScalars.count - suffix.unicodeScalars.count - number.count - 1
    var start = String.UnicodeScalarView()
    start.append(contentsOf: source.name.unicodeScalars.prefix(room))
    return TableName(source.database, prefix + String(start) + "_" + number + suffix)
  }

  /// FNV-1a, 32 bits.
  private func hash(_ name: String) -> String {
    let value = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
