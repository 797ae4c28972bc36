import MySQL

/// Where indexes are built that were left out while the rows were copied.
package enum IndexBuildPlace: Sendable {
  /// On the migrated server, by a statement that goes into its log: whoever reads the log later has the indexes, too. A
  /// replica would do nothing else until it has built them: for servers without replicas.
  case throughLog
  /// On the migrated server and on each of these replicas, which must be all, by each itself and without the log.
  case onEach(replicas: [ConnectionOptions])

  var isLogged: Bool {
    if case .throughLog = self { return true }
    return false
  }

  var replicas: [ConnectionOptions] {
    if case .onEach(let replicas) = self { return replicas }
    return []
  }
}
