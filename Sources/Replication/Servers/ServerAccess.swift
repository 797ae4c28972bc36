import MySQL

/// How the servers of one target are reached.
package struct ServerAccess: Sendable {
  /// The server from which others are found. Those are reached with the same account and TLS options.
  package let server: ConnectionOptions
  /// Servers that are known by configuration, each with its own account. They count beside those that are found.
  package var configured: [ConnectionOptions] = []
  /// Server ids under which dbops itself reads the log: they are no replicas.
  package var streamIDs: Set<UInt32> = []

  package init(_ server: ConnectionOptions) { self.server = server }

  /// How `address` is reached.
  package func options(for address: ServerAddress) -> ConnectionOptions {
    if let known = ([server] + configured).first(where: { $0.address == address }) { return known }
    var options = server
    options.address = address
    return options
  }
}
