import Basics

extension ExitCode {
  /// What the status tells, for help texts and man pages.
  package var meaning: String {
    switch self {
    case .ok: "done"
    case .failed: "failed"
    case .usage: "wrong usage: nothing was done"
    case .partial: "done in part; it does not count as a backup"
    case .privilege: "authentication failed or a privilege is missing"
    case .differences: "differences were found or a threshold was exceeded"
    case .notFound: "not found"
    case .locked: "locked by another run"
    case .wrongKey: "the key is missing or is the wrong one"
    case .corrupt: "the data is corrupt"
    case .refused: "refused before anything was changed"
    case .aborted: "stopped on the way; the original is intact"
    case .unknown: "the outcome is not known; a person must look"
    case .skipped: "skipped, because this slot is already running"
    case .configuration: "the configuration is wrong"
    case .interrupted: "stopped by SIGINT"
    case .terminated: "stopped by SIGTERM"
    }
  }
}
