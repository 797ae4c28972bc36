import MySQL

/// A server that replicates another one.
package struct Replica: Hashable, Sendable, CustomStringConvertible {
  package let address: ServerAddress
  /// The server id that the replica must have; nil when it is not known.
  package let serverID: UInt32?

  package init(_ address: ServerAddress, serverID: UInt32? = nil) {
    self.address = address
    self.serverID = serverID
  }

  package var description: String { address.description }
}
