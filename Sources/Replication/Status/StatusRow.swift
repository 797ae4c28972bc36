import MySQL

/// One row of a server's answer by the names of its columns, whatever their case.
package struct StatusRow: Sendable {
  private let values: [String: String]

  /// - Parameter values: By column; a NULL is left out.
  package init(_ values: [String: String]) {
    self.values = Dictionary(values.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  init(_ row: Rows.Row, columns: [String]) {
    self.init(
      columns.enumerated().reduce(into: [:]) { values, column in
        if let text = row[column.offset].string { values[column.element] = text }
      })
  }

  /// The value of the first of these columns that is there and not NULL.
  ///
  /// Servers since MySQL 8.0.22 speak of sources and replicas; the names that they had before are found as well.
  subscript(names: String...) -> String? {
    for name in names {
      for form in [name, Self.former(name)] {
        if let value = values[form.lowercased()] { return value }
      }
    }
    return nil
  }

  /// Whether one of these columns is there and not NULL.
  func has(_ name: String) -> Bool { self[name] != nil }

  /// `Source_Host` was `Master_Host` before, `Replica_IO_Running` was `Slave_IO_Running`.
  private static func former(_ name: String) -> String {
    name.replacing("Source", with: "Master").replacing("source", with: "master")
      .replacing("Replica_", with: "Slave_")
  }
}
