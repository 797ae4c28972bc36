/// Where bytes go: a descriptor, or an array in tests.
package struct OutputSink: Sendable {
  /// Writes all of the bytes or says why not; called by one thread at a time.
  package let write: @Sendable ([UInt8]) -> Outcome

  package init(write: @escaping @Sendable ([UInt8]) -> Outcome) { self.write = write }

  package enum Outcome: Sendable, Equatable {
    case written
    /// Nobody reads any more, as after `| head`.
    case closed
    /// The `errno` of another failure.
    case failed(Int32)
  }
}
