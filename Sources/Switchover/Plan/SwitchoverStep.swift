/// One step of a switchover, in the order in which they come where transactions have identifiers.
package enum SwitchoverStep: Sendable, Hashable {
  /// The candidate comes close to the primary, while that is still written to.
  case approach
  /// The event scheduler of the primary stops.
  case stopEvents
  /// The primary takes no more writes.
  case close
  /// Clients of the primary are disconnected, so that they come back elsewhere.
  case disconnect
  /// What the primary has executed is noted.
  case capture
  /// The candidate applies all of it; where places in files are used, all others do, too.
  case catchUp
  /// The candidate takes writes.
  case open
  /// The old primary replicates the candidate.
  case attachPrimary
  /// Another replica, by its place among the others, replicates the candidate.
  case repoint(Int)
  /// The candidate forgets its source.
  case detach
  /// The candidate runs the events that the primary ran.
  case startEvents
  /// Flags of both are set as they are wanted of their new roles.
  case setFlags
  /// All servers are looked at again.
  case verify

  // Where the primary is lost:

  /// The replicas fetch no more from a primary that might come back.
  case haltFetching
  /// The candidate applies all that it has fetched.
  case applyFetched
  /// It is noted that the old primary must not take writes when it comes back.
  case fence

  /// Whether the step leaves something behind that is taken back when a later one fails.
  var isReversible: Bool {
    switch self {
    case .stopEvents, .close, .attachPrimary, .repoint, .haltFetching, .fence: true
    default: false
    }
  }
}

/// How replicas know where they are.
package enum SwitchoverMode: Sendable, Equatable {
  /// By identifiers of transactions.
  case identifiers
  /// By places in the files of the source's log.
  case places
}
