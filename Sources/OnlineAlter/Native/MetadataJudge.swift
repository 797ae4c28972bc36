import MySQL
import Schema

/// Knows the changes that touch nothing but metadata where a server may also do more: build indexes, or rebuild.
///
/// What is not known to be harmless is not.
struct MetadataJudge: Sendable {
  let source: TableSchema
  let flavour: ServerInfo.Flavour

  /// Why `specification` may take long; nil when it does not.
  func reasonAgainst(_ specification: AlterSpecification) -> String? {
    switch specification.kind {
    case .algorithm, .lock, .renameKey, .dropKey, .alterKey, .renameColumn, .dropForeignKey,
      .dropConstraint, .alterColumn, .alterConstraint(_, isEnforced: false):
      nil
    case .partitioning(.add): nil
    case .option(let name, _):
      Self.options.contains(name) ? nil : "\(name) may change columns"
    case .changeColumn(let name, let new, _): reason(name, new)
    case .modifyColumn(let new, _): reason(new.column.name, new)
    case .addColumn(let new, _): flavour == .mariadb ? reason(added: new) : "columns are added"
    case .dropColumn(let name, _): reason(dropped: name)
    case .addKey(let key, _): "index \(key.name.isEmpty ? key.text : key.name) has to be built"
    case .addForeignKey, .addCheck, .alterConstraint: "rows have to be checked"
    case .dropPrimaryKey: "rows are stored by the primary key"
    default: "it is not known to be a change of metadata alone"
    }
  }

  private static let options: Set<String> = [
    "AUTO_INCREMENT", "COMMENT", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES",
  ]

  /// MariaDB refuses by itself what it cannot add without a rebuild; an index it would build.
  private func reason(added column: AlteredColumn) -> String? {
    if column.inlineKey != .none { return "an index over \(column.column.name) has to be built" }
    return column.references == nil ? nil : "rows have to be checked"
  }

  private func reason(dropped name: String) -> String? {
    guard flavour == .mariadb else { return "columns are dropped" }
    let isShared = source.keys.contains { key in
      key.parts.count > 1 && key.columns.contains { $0.namesSame(as: name) }
    }
    return isShared ? "indexes over \(name) have to be built anew" : nil
  }

  private func reason(_ name: String, _ new: AlteredColumn) -> String? {
    guard let old = source.column(name) else { return "there is no column \(name)" }
    if new.inlineKey != .none { return "an index over \(name) has to be built" }
    if new.references != nil { return "rows have to be checked" }
    if new.position != .unchanged { return "column \(name) gets another place" }
    var same = new.column
    (same.name, same.type, same.defaultValue) = (old.name, old.type, old.defaultValue)
    (same.comment, same.isInvisible, same.onUpdate) = (old.comment, old.isInvisible, old.onUpdate)
    if same != old { return "column \(name) becomes another kind of column" }
    return isMetadata(old.type, resolved(new.column.type))
      ? nil : "values of \(name) are stored in another way"
  }

  /// The type with the character set that it has when none is written; nil when that cannot be told here.
  private func resolved(_ type: ColumnType) -> ColumnType? {
    guard type.base.isCharacter else { return type }
    if type.charset != nil, type.collation == nil { return nil }
    var type = type
    if type.collation == nil {
      (type.charset, type.collation) = (source.options.charset, source.options.collation)
    }
    return type
  }

  private func isMetadata(_ old: ColumnType, _ new: ColumnType?) -> Bool {
    guard let new, old.base == new.base, old.charset == new.charset, old.collation == new.collation,
      old.isUnsigned == new.isUnsigned, old.isZerofill == new.isZerofill, old.precision == new.precision,
      old.scale == new.scale, old.fractionalDigits == new.fractionalDigits
    else { return false }
    switch old.base {
    case .varchar, .varbinary: return grows(old, new)
    case .enumeration: return appends(old, new) { $0 < 256 ? 1 : 2 }
    case .set: return appends(old, new) { $0 > 32 ? 8 : ($0 + 7) / 8 }
    // The width of a number's display is no length.
    case _ where old.base.isInteger: return !old.isZerofill || old.length == new.length
    case .other: return old == new
    default: return old.length == new.length
    }
  }

  /// Longer, with the same number of bytes for the length.
  private func grows(_ old: ColumnType, _ new: ColumnType) -> Bool {
    guard let before = old.length, let after = new.length, after >= before else { return false }
    let width = old.base == .varchar ? Charset.mostBytes(old.charset) : 1
    return (before * width < 256) == (after * width < 256)
  }

  private func appends(_ old: ColumnType, _ new: ColumnType, _ bytes: (Int) -> Int) -> Bool {
    new.members.starts(with: old.members) && bytes(old.members.count) == bytes(new.members.count)
  }
}
