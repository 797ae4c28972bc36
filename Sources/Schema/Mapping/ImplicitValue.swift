/// What servers fill in for rows that are there when a column is added that allows no NULL and has no default.
enum ImplicitValue {
  /// The value as a literal; nil where the server has none: it refuses zero dates in strict mode, and shapes.
  static func literal(for type: ColumnType) -> String? {
    switch type.base {
    case .tinyint, .smallint, .mediumint, .int, .bigint, .decimal, .float, .double, .bit, .year: "0"
    case .char, .varchar, .tinytext, .text, .mediumtext, .longtext, .binary, .varbinary, .tinyblob, .blob,
      .mediumblob, .longblob, .set:
      "''"
    case .json: "'null'"
    case .time: "'00:00:00'"
    // The first member, by its number.
    case .enumeration: "1"
    case .uuid: "'00000000-0000-0000-0000-000000000000'"
    case .inet4: "'0.0.0.0'"
    case .inet6: "'::'"
    default: nil
    }
  }
}
