import MySQL

/// How a column's values travel between server and backup.
///
/// Rows are read with `character_set_results = NULL` and loaded with `CHARACTER SET binary`, so a text column's
/// bytes arrive and return as they are stored, whatever the character set, also where they are not valid in
/// it or have no counterpart in Unicode. Four families of types need more.
package enum ColumnTransfer: String, Sendable, Equatable {
  case asStored = "stored"
  /// FLOAT is printed with six digits; as DOUBLE it is printed exactly.
  case asDouble = "double"
  /// The text of an ENUM or SET does not tell the error value from an empty member, nor a member from the number
  /// of another.
  case asNumber = "number"
  /// The server takes these from text but misreads or refuses bytes without a character set: JSON (error
  /// 3144), INET4, INET6 and UUID.
  case asText = "text"

  package init(of column: ColumnDefinition) {
    switch column.dataType {
    case "float": self = .asDouble
    case "enum", "set": self = .asNumber
    case "inet4", "inet6", "uuid": self = .asText
    // On MariaDB JSON is another name for LONGTEXT and never shows up as a type.
    case "json": self = .asText
    default: self = .asStored
    }
  }

  /// The expression to select.
  package func selected(_ name: String) -> SQLText {
    switch self {
    case .asStored, .asText: .quoted(name)
    // Adding zero would lose the sign of -0.
    case .asDouble: "\(quoted: name)*1E0"
    case .asNumber: "CAST(\(quoted: name) AS UNSIGNED)"
    }
  }

  /// The target in LOAD DATA's list, and the assignment behind SET when one is needed.
  package func loaded(_ name: String, position: Int) -> (target: SQLText, assignment: SQLText?) {
    switch self {
    case .asStored, .asDouble: (.quoted(name), nil)
    case .asNumber: ("@v\(position)", "\(quoted: name)=CAST(@v\(position) AS UNSIGNED)")
    case .asText: ("@v\(position)", "\(quoted: name)=CONVERT(@v\(position) USING utf8mb4)")
    }
  }

  /// What stands for a value, given as bytes, among those of an INSERT.
  package var inserted: SQLText {
    switch self {
    case .asStored, .asDouble: "?"
    case .asNumber: "CAST(? AS UNSIGNED)"
    case .asText: "CONVERT(? USING utf8mb4)"
    }
  }
}
