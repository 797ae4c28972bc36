import Basics

/// How indexes that were left out are built.
package struct IndexBuildSettings: Sendable {
  /// The longest that a build waits for others to leave the table, at its beginning and its end, and so the longest that a
  /// replica's changes of the ghost table wait behind it; 10 s by default. A build that cannot end in time is lost.
  package var lockLimit = Duration.seconds(10)
  /// How long a replica may take to get to where the primary was when the build began; an hour by default.
  package var arrivalLimit = Duration.seconds(3600)
  /// How often a replica is asked whether it has got there; every 100 ms by default.
  package var pollInterval = Duration.milliseconds(100)
  /// How often a building session is looked at, to see whether it waits for the table; every 100 ms by default.
  package var watchInterval = Duration.milliseconds(100)
  /// Attempts on each server where others hold the table, or the connection breaks; 60 by default.
  package var attempts = 60
  /// Attempts where more changes come during a build than the server keeps for it; 3 by default. From the second on,
  /// changes wait until it is done.
  package var overflowAttempts = 3
  /// The most memory that MySQL may use for the sort, on each server; 64 MiB by default. MariaDB has a fixed one.
  package var sortMemory = ByteCount.mebibytes(64)
  /// Threads that MySQL may use to read and to sort; 4 by default.
  package var threads = 4
  /// Numbers under which replication clients of ours are known, such as the migration's own log reader.
  package var ignoredServerIDs: Set<UInt32> = []

  package init() {}
}
