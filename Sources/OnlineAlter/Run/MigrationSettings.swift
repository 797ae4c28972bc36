import Basics
import MySQL

/// Settings of one migration.
package struct MigrationSettings: Sendable {
  /// Workers that copy, and workers that apply changes.
  package var copiers = 2
  package var appliers = 2
  /// Rows of a chunk; nil lets the time that chunks take decide.
  package var chunkRows: Int?
  package var chunkTime = Duration.milliseconds(500)
  /// Keys refreshed in one transaction.
  package var batch = 500
  package var heartbeat = Duration.milliseconds(100)
  /// How long clients may wait for the table at the most.
  package var lockLimit = Duration.seconds(3)
  /// Attempts before a failure that may pass is final; also those of the cut-over.
  package var retries = 60
  package var pauses = CutOverPauses()
  package var checksum = Comparison.required
  package var counting = Counting.estimate
  /// Under which the log is read. Must be no other server's or replica's; nil makes one of the run's id.
  package var serverID: UInt32?
  package var checkpointEvery = Duration.seconds(2)
  /// The tables are not exchanged while this file is there; it is made at the start.
  package var postponeFile: String?
  package var oldTable = OldTable.kept
  package var logFormat = LogFormat.required
  /// What the server's disk must keep free, where that can be seen.
  package var diskFloor = DiskFloor.standard
  package var native = Native.tried
  package var replicaSearch = ReplicaSearch.left
  package var secondaryIndexes = SecondaryIndexes.copied
  /// Names the process in the checkpoint table.
  package var who = ""

  /// What proves that nothing was lost.
  package enum Comparison: Sendable { case required, skipped }
  /// Where the number of rows comes from.
  package enum Counting: Sendable {
    /// The server's statistics.
    case estimate
    /// Counted before the copy begins.
    case before
    /// Counted beside the copy.
    case beside
  }
  /// What is done where the server does not log row by row.
  package enum LogFormat: Sendable {
    /// The migration is refused.
    case required
    /// It is switched.
    case switched
  }
  /// Whether replicas are looked for, or were named, or do not count.
  package enum ReplicaSearch: Sendable { case made, left }
  /// Whether the server may alter the table by itself where that takes no rebuild.
  package enum Native: Sendable { case tried, left }

  /// When indexes that are no unique keys are made.
  package enum SecondaryIndexes: Sendable {
    /// They fill with the rows.
    case copied
    /// Built when the rows are there, on the server and on each of these replicas, which must be all.
    case deferred(replicas: [ConnectionOptions])
    /// Built when the rows are there, for a server without replicas and a table that is not too large; else as `copied`.
    case deferredWhereAlone
  }
  /// What becomes of the table that was exchanged.
  package enum OldTable: Sendable { case kept, dropped }

  /// The pauses between attempts to exchange the tables: each twice as long as the one before.
  package struct CutOverPauses: Sendable, Equatable {
    package var first = Duration.milliseconds(500)
    package var longest = Duration.seconds(64)

    package init() {}
  }

  package init() {}

  /// A number from 2^31 upwards, where people do not number their servers; FNV-1a of the run's id.
  package static func serverID(of run: RunID) -> UInt32 {
    run.description.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 } | 1 << 31
  }
}

/// How a migration went.
package struct MigrationResult: Sendable, Equatable {
  package var rows: Int64 = 0
  package var changes: Int64 = 0
  package var cutOverAttempts = 0
  package var isResumed = false
  /// Where the table as it was is kept; nil when it was dropped.
  package var old: TableName?
  /// Columns that no expression of SQL can compare, so that the checksum left them out.
  package var unverified: [String] = []

  package init() {}
}
