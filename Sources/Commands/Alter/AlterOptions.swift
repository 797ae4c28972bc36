import CommandKit
import OnlineAlter

/// The options of `dbops alter`; gh-ost's have its names and meanings.
enum AlterOptions {
  static let database = Option(
    "database", value: .string("NAME"),
    help: "The table's database; not needed where the target has one only, or --table names it.")
  static let table = Option("table", value: .string("NAME"), help: "The table, or DATABASE.TABLE.")
  static let alter = Option(
    "alter", value: .string("CHANGES"),
    help: "What stands behind ALTER TABLE name, such as \"ADD COLUMN note TEXT\".")
  static let execute = Option(flag: "execute", help: "Do it; without this only the plan is shown.")

  static let threads = Option(
    "threads", value: .int(1...64),
    help: "Sessions that copy, and as many that apply changes; the processors of this machine, up to 4.")
  static let chunkSize = Option(
    "chunk-size", value: .int(10...100_000),
    help: "Rows copied in one statement; without it as many as take --chunk-time.")
  static let chunkTime = Option(
    "chunk-time", value: .duration(), default: .milliseconds(500), help: "Time one chunk should take.")
  static let batchSize = Option(
    "dml-batch-size", value: .int(1...1000), default: 500,
    help: "Changed rows applied in one transaction.")
  static let retries = Option(
    "default-retries", value: .int(1...10_000), default: 60,
    help: "Attempts before a failure that may pass, such as a lock not had, ends the migration.")
  static let exactCount = Option(
    flag: "exact-rowcount", help: "Count the rows for the progress shown, instead of an estimate.")
  static let concurrentCount = Option(
    reversible: "concurrent-rowcount", default: true, help: "Count while copying, and not before.")
  static let instant = Option(
    reversible: "attempt-instant-ddl", default: true,
    help: "Let the server change the table by itself where that takes no rebuild.")
  static let deferIndexes = Option(
    reversible: "defer-secondary-indexes", default: false,
    help:
      "Build indexes that are not unique when the rows are copied, on the server and each of its replicas; done by itself where there are none."
  )
  static let skipChecksum = Option(
    flag: "skip-checksum", help: "Exchange the tables without having compared them. Nothing is proved then.")

  static let minFreeDisk = Option(
    "min-free-disk", value: .text("SIZE"),
    help:
      "What the server's disk must keep free, where that can be seen, such as 20G or 2%; by itself 5%, at most 10G."
  )
  static let coarserKey = Option(
    flag: "allow-coarser-key",
    help:
      "Copy by a key whose values may become equal under a new collation; rows that collide end the migration."
  )

  static let migration = OptionSection(
    "Migration options",
    [
      database, table, alter, execute, threads, chunkSize, chunkTime, batchSize, retries, exactCount,
      concurrentCount, instant, deferIndexes, minFreeDisk, coarserKey, skipChecksum,
    ])
}

extension AlterOptions {
  static let lockTimeout = Option(
    "cut-over-lock-timeout-seconds", value: .int(1...10), default: 3,
    help:
      "The longest that clients wait for the table while it is exchanged; after that it is tried again later."
  )
  static let longestPause = Option(
    "exponential-backoff-max-interval", value: .int(2...86_400), default: 64,
    help: "The longest pause between two attempts to exchange the tables, in seconds.")
  static let postponeFile = Option(
    "postpone-cut-over-flag-file", value: .file(),
    help: "The tables are not exchanged while this file is there; it is made at the start.")
  static let dropOld = Option(
    flag: "ok-to-drop-table",
    help: "Drop the table as it was when all is done; otherwise it is kept as _TABLE_del.")
  static let dropLeftGhost = Option(
    flag: "initially-drop-ghost-table",
    help:
      "Drop a ghost table that is there already, and begin anew. What dbops can carry on with it carries on with."
  )
  static let dropLeftOld = Option(
    flag: "initially-drop-old-table", help: "Drop the table that an earlier migration has put aside.")

  static let cutOver = OptionSection(
    "Options of the cut-over", [lockTimeout, longestPause, postponeFile, dropOld, dropLeftGhost, dropLeftOld])
}

extension AlterOptions {
  static let serverID = Option(
    "replica-server-id", value: .int(1...4_294_967_295),
    help: "The id under which the log is read, of this migration alone; by itself one made of the run's id.")
  static let switchFormat = Option(
    flag: "switch-to-rbr",
    help: "Set binlog_format to ROW where it is not. Refused on a server with replicas.")
  static let assumeFormat = Option(
    flag: "assume-rbr", help: "Accepted: the log's format is looked at anyway.")

  static let log = OptionSection("Options of the binary log", [serverID, switchFormat, assumeFormat])

  /// What gh-ost needs to be told and dbops does by itself.
  static let accepted = OptionSection(
    "Accepted for gh-ost's sake",
    [
      Option(flag: "allow-on-master", help: "dbops always works on the server that takes the writes."),
      Option(flag: "cut-over-exponential-backoff", help: "Pauses between attempts always grow."),
      Option(flag: "checkpoint", help: "Every migration keeps a checkpoint."),
      Option("checkpoint-seconds", value: .int(1...86_400), help: "It is kept every two seconds."),
      Option(flag: "resume", help: "The same command carries on by itself."),
      Option(flag: "approve-renamed-columns", help: "The statement is read, and renames are known."),
      Option(flag: "panic-on-warnings", help: "A row that does not fit always ends the migration."),
    ])
}
