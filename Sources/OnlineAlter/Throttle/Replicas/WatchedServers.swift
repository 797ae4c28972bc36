import MySQL
import Replication

/// The servers that a throttle looks at, and how.
package struct WatchedServers: Sendable {
  /// The migration's heartbeat table.
  package let changelog: TableName
  /// The migrated server, its replicas of the configuration, and under which ids dbops itself reads the log.
  package var access: ServerAccess

  /// - Parameters:
  ///   - server: With the run's id, so that it stands in the process list.
  ///   - table: The table that is migrated.
  ///   - streamID: `--replica-server-id`.
  package init(_ server: ConnectionOptions, migrating table: TableName, streamID: UInt32) {
    changelog = MigrationNames(table, .known).changelog
    access = ServerAccess(server)
    access.streamIDs = [streamID]
  }

  /// The migrated server.
  package var server: ConnectionOptions { access.server }

  /// How `address` is reached.
  package func options(for address: ServerAddress) -> ConnectionOptions { access.options(for: address) }

  /// Looks for the migrated server's replicas, and theirs.
  package var discovery: ReplicaDiscovery {
    ReplicaDiscovery(access, phase: "alter-replicas", remedy: "with --throttle-control-replicas")
  }
}
