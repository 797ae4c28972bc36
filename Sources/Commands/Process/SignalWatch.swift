import Basics
import Dispatch
import Glibc
import Synchronization

/// Waits for SIGINT, SIGTERM and SIGHUP on a thread of its own, so that a busy program still hears them.
///
/// SIGINT and SIGHUP stay ignored where the parent ignored them.
struct SignalWatch {
  private let ledger = Ledger()
  private let sources: [any DispatchSourceSignal]
  private let numbers: [Int32]

  /// - Parameter act: Called on the watch's own queue.
  init(act: @escaping @Sendable (SignalPolicy.Action) -> Void) {
    let queue = DispatchQueue(label: "dbops.signals")
    let ignored = SignalSetup.ignoredByParent([SIGINT, SIGHUP])
    numbers = [SIGINT, SIGTERM, SIGHUP].filter { !ignored.contains($0) }
    sources = numbers.map { number in
      SignalSetup.ignore(number)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for (number, source) in zip(numbers, sources) {
      source.setEventHandler { [ledger] in act(ledger.policy.withLock { $0.handle(number) }) }
      source.resume()
    }
  }

  private final class Ledger: Sendable {
    let policy = Mutex(SignalPolicy())
  }

  /// The status that a signal asked for; nil when none came.
  var stop: ExitCode? { ledger.policy.withLock { $0.stop } }

  /// Gives the signals their default meaning back.
  func end() {
    for source in sources { source.cancel() }
    for number in numbers { SignalSetup.restore(number) }
  }
}
