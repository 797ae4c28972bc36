import MySQL

/// The servers that a throttle looks at, and how.
package struct WatchedServers: Sendable {
  /// The migrated server. Replicas that are found are reached with the same account and TLS options.
  package let server: ConnectionOptions
  /// The migration's heartbeat table.
  package let changelog: TableName
  /// Replicas that are known by configuration, each with its own account. They count beside those that are found.
  package var configured: [ConnectionOptions] = []
  /// Server ids under which dbops itself reads the log: they are no replicas.
  package var streamIDs: Set<UInt32>

  /// - Parameters:
  ///   - server: With the run's id, so that it stands in the process list.
  ///   - table: The table that is migrated.
  ///   - streamID: `--replica-server-id`.
  package init(_ server: ConnectionOptions, migrating table: TableName, streamID: UInt32) {
    self.server = server
    changelog = MigrationNames(table, .known).changelog
    streamIDs = [streamID]
  }

  /// How `address` is reached.
  package func options(for address: ServerAddress) -> ConnectionOptions {
    if let known = configured.first(where: { $0.address == address }) { return known }
    var options = server
    options.address = address
    return options
  }
}
