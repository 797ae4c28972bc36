import Basics
import FoundationEssentials

/// Explains errors of Foundation's file functions.
enum FileFailure {
  /// The system's reason where the error holds one.
  static func reason(_ error: any Error) -> String {
    if let error = error as? POSIXError { return systemErrorText(error.code.rawValue) }
    if let error = error as? CocoaError, let cause = error.underlying as? POSIXError {
      return systemErrorText(cause.code.rawValue)
    }
    return String(describing: error)
  }
}
