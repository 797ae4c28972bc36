import Basics

extension HTTPClient {
  /// Requests block: they run on a thread of their own.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
}
