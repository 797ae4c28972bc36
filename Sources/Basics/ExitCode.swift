/// The status with which dbops ends. Scripts decide on these numbers, so they never change.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case ok = 0
  case failed = 1
  case usage = 2
  /// Some of the work was done; the result never counts as a backup.
  case partial = 3
  /// Authentication failed or a privilege is missing.
  case privilege = 4
  /// Differences were found or a threshold was exceeded.
  case differences = 5
  case notFound = 10
  /// Another run holds the lock.
  case locked = 11
  /// The key is missing or is not the one the data was encrypted for.
  case wrongKey = 12
  case corrupt = 13
  /// Refused before anything was changed.
  case refused = 20
  /// Stopped on the way; the original is intact.
  case aborted = 21
  /// The outcome cannot be told; a person must look.
  case unknown = 22
  /// Not run, because this slot is already running.
  case skipped = 75
  case configuration = 78
  case interrupted = 130
  case terminated = 143
}
