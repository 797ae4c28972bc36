import Schema

/// A change in a few words, so that tables of tests stay readable.
enum Sketch {
  static func of(_ sql: String, server: SQLServer? = nil, quoting: SQLQuoting = .standard) throws -> String {
    var context = AlterContext(database: "shop", table: "orders")
    context.server = server
    context.quoting = quoting
    return try AlterStatement(parsing: sql, in: context).specifications.map { of($0.kind) }
      .joined(separator: "; ")
  }

  static func of(_ kind: AlterSpecification.Kind) -> String {
    switch kind {
    case .addColumn(let column, let condition): "add \(of(column))\(of(condition))"
    case .dropColumn(let name, let condition): "drop <\(name)>\(of(condition))"
    case .changeColumn(let old, let column, let condition): "change <\(old)> \(of(column))\(of(condition))"
    case .modifyColumn(let column, let condition): "modify \(of(column))\(of(condition))"
    case .renameColumn(let old, let new, let condition): "rename <\(old)> <\(new)>\(of(condition))"
    case .alterColumn(let name, let change, let condition): "alter <\(name)> \(of(change))\(of(condition))"
    case .addKey, .addForeignKey, .addCheck, .dropPrimaryKey, .dropKey, .dropForeignKey, .dropConstraint,
      .renameKey, .alterKey, .alterConstraint:
      ofKey(kind)
    default: ofTable(kind)
    }
  }

  private static func ofKey(_ kind: AlterSpecification.Kind) -> String {
    switch kind {
    case .addKey(let key, let condition): "add \(of(key))\(of(condition))"
    case .addForeignKey(let key, let condition): "add \(of(key))\(of(condition))"
    case .addCheck(let check, let condition):
      "check <\(check.name)> \(check.expression)\(check.isEnforced ? "" : " loose")\(of(condition))"
    case .dropPrimaryKey: "drop primary"
    case .dropKey(let name, let condition): "drop key <\(name)>\(of(condition))"
    case .dropForeignKey(let name, let condition): "drop foreign <\(name)>\(of(condition))"
    case .dropConstraint(let name, let condition): "drop constraint <\(name)>\(of(condition))"
    case .renameKey(let old, let new, let condition): "rename key <\(old)> <\(new)>\(of(condition))"
    case .alterKey(let name, let isVisible): "key <\(name)> \(isVisible ? "visible" : "hidden")"
    case .alterConstraint(let name, let isEnforced): "constraint <\(name)> \(isEnforced ? "on" : "off")"
    default: ""
    }
  }

  private static func ofTable(_ kind: AlterSpecification.Kind) -> String {
    switch kind {
    case .addPeriod(let period): "period <\(period.name)> \(period.start),\(period.end)"
    case .dropPeriod(let name): "drop period <\(name)>"
    case .addSystemVersioning: "versioned"
    case .dropSystemVersioning: "unversioned"
    case .option(let name, let value): "\(name)=\(value)"
    case .convert(let charset, let collation): "convert \(charset ?? "-") \(collation ?? "-")"
    case .orderBy: "order"
    case .force: "force"
    case .algorithm(let name): "algorithm \(name)"
    case .lock(let name): "lock \(name)"
    case .validation: "validation"
    case .partitioning(let what): "partitions \(what)"
    default: ""
    }
  }

  private static func of(_ condition: AlterSpecification.Condition) -> String {
    condition == .always ? "" : "?"
  }

  private static func of(_ change: AlterSpecification.ColumnAlteration) -> String {
    switch change {
    case .setDefault(let value): "default \(of(value))"
    case .dropDefault: "no default"
    case .setVisible: "visible"
    case .setInvisible: "invisible"
    }
  }

  static func of(_ value: ColumnSchema.Default) -> String {
    switch value {
    case .unwritten: "-"
    case .null: "null"
    case .literal(let text): text
    case .expression(let text): "e:\(text)"
    }
  }

  static func of(_ altered: AlteredColumn) -> String {
    var words = [of(altered.column)]
    if altered.inlineKey != .none { words.append("\(altered.inlineKey)") }
    if let references = altered.references { words.append(of(references)) }
    switch altered.position {
    case .unchanged: break
    case .first: words.append("first")
    case .after(let name): words.append("after <\(name)>")
    }
    return words.joined(separator: " ")
  }

  /// `<name> base(length) …`, with only what differs from a plain column.
  static func of(_ column: ColumnSchema) -> String {
    let type = column.type
    var words = ["<\(column.name)>", type.base.rawValue + arguments(type)]
    if type.isUnsigned { words.append("unsigned") }
    if type.isZerofill { words.append("zerofill") }
    if let charset = type.charset { words.append(charset) }
    if let collation = type.collation { words.append(collation) }
    if !column.isNullable { words.append("required") }
    if column.defaultValue != .unwritten { words.append("default \(of(column.defaultValue))") }
    if column.isAutoIncrement { words.append("counts") }
    switch column.generation {
    case .virtual(let text): words.append("virtual \(text)")
    case .stored(let text): words.append("stored \(text)")
    case .rowStart: words.append("row start")
    case .rowEnd: words.append("row end")
    case nil: break
    }
    if let onUpdate = column.onUpdate { words.append("update \(onUpdate)") }
    if column.isInvisible { words.append("invisible") }
    if column.isCompressed { words.append("compressed") }
    if column.isWithoutSystemVersioning { words.append("unversioned") }
    if let check = column.check { words.append("check \(check)") }
    if let srid = column.srid { words.append("srid \(srid)") }
    if let comment = column.comment { words.append("comment \(comment)") }
    return words.joined(separator: " ")
  }

  private static func arguments(_ type: ColumnType) -> String {
    if !type.members.isEmpty {
      return "(" + type.members.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|") + ")"
    }
    if let precision = type.precision { return "(\(precision).\(type.scale ?? 0))" }
    if let length = type.length { return "(\(length))" }
    return type.fractionalDigits > 0 ? "(\(type.fractionalDigits))" : ""
  }

  static func of(_ key: KeySchema) -> String {
    let parts = key.parts.map { part in
      let source =
        switch part.source {
        case .column(let name): "<\(name)>"
        case .expression(let text): "e:\(text)"
        }
      return source + (part.prefixLength.map { "(\($0))" } ?? "") + (part.isDescending ? " desc" : "")
        + (part.isWithoutOverlaps ? " alone" : "")
    }
    var text = "\(key.kind) <\(key.name)> (\(parts.joined(separator: ",")))"
    if let algorithm = key.algorithm { text += " \(algorithm)" }
    if let parser = key.parser { text += " parser \(parser)" }
    if let comment = key.comment { text += " comment \(comment)" }
    return text + (key.isVisible ? "" : " hidden")
  }

  static func of(_ key: ForeignKeySchema) -> String {
    let table = (key.referencedDatabase.map { "\($0)." } ?? "") + key.referencedTable
    let columns = key.columns.joined(separator: ","),
      referenced = key.referencedColumns.joined(separator: ",")
    return "foreign <\(key.name)> \(columns) → \(table)(\(referenced))"
      + (key.onDelete.map { " delete \($0)" } ?? "") + (key.onUpdate.map { " update \($0)" } ?? "")
  }
}
