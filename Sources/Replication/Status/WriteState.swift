import MySQL

/// Whether a server takes writes.
package enum WriteState: String, Sendable, Equatable {
  case writable
  /// `read_only`: privileged accounts may still write.
  case readOnly = "read-only"
  /// `super_read_only`: nobody but replication writes.
  case superReadOnly = "super-read-only"

  /// Asks a server.
  package static func read(_ connection: isolated Connection) throws -> WriteState {
    let isMySQL = connection.server.flavour == .mysql
    let row = try connection.query(
      isMySQL
        ? "SELECT @@GLOBAL.read_only AS r, @@GLOBAL.super_read_only AS s" : "SELECT @@GLOBAL.read_only AS r"
    ).first
    guard let row else { return .writable }
    if row["s"].isOn { return .superReadOnly }
    // MariaDB 11.8 and newer have more words than ON: NO_LOCK, NO_LOCK_NO_ADMIN.
    let value = row["r"].string?.uppercased() ?? ""
    if value == "NO_LOCK_NO_ADMIN" { return .superReadOnly }
    return row["r"].isOn || value.hasPrefix("NO_LOCK") ? .readOnly : .writable
  }
}
