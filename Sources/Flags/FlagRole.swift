/// What a server is for in its target.
package enum FlagRole: String, Sendable, CaseIterable {
  /// Takes the writes.
  case primary
  /// Replicates, and takes no writes but those.
  case replica
}
