/// Brings a fresh session into its profile.
extension MySQLHandle {
  func prepareSession(_ options: ConnectionOptions, on server: ServerInfo) throws {
    let tag = options.statementTag
    let statements = options.profile.statements(
      for: server, lockWait: options.lockWait, rowLockWait: options.rowLockWait)
    for statement in statements {
      _ = try execute(tag + statement.text)
    }
    for (name, value) in try differing(options.profile.corrections, tag: tag) {
      _ = try execute(tag + "SET SESSION \(name) = \(value)")
    }
    for (name, value) in try differing(options.profile.wishes, tag: tag) {
      try setIfAllowed("\(tag)SET SESSION \(name) = \(value)")
    }
  }

  /// Those of `wanted` that the server has with another value.
  private func differing(_ wanted: [String: String], tag: String) throws -> [(key: String, value: String)] {
    guard !wanted.isEmpty else { return [] }
    let names = wanted.keys.sorted().map { SQLText.literal(.string($0)) }.joined(separator: ", ")
    let rows = try query(tag + "SHOW SESSION VARIABLES WHERE Variable_name IN (\(names))")
    let current = rows.map { ($0[0].string ?? "", $0[1].string ?? "") }
    return current.compactMap { name, value in
      guard let wish = wanted[name], wish != value else { return nil }
      return (key: name, value: wish)
    }
  }

  private func setIfAllowed(_ statement: String) throws {
    do {
      _ = try execute(statement)
    } catch {
      if error.kind != .privilege { throw error }
    }
  }
}
