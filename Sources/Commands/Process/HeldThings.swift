import Synchronization

/// What the run holds at the moment and gives back at its end: locks, leases, snapshots.
///
/// A signal's message names them. Any thread may call it.
package final class HeldThings: Sendable {
  private let things = Mutex<[(key: Int, name: String)]>([])
  private let next = Atomic(0)

  package init() {}

  /// In the order taken.
  package var names: [String] { things.withLock { $0.map(\.name) } }

  /// Holds `name` while `work` runs, however that ends.
  ///
  /// - Parameter name: A noun: `the lease of purplle_purplle2`.
  package func holding<Value>(_ name: String, _ work: () async throws -> Value) async rethrows -> Value {
    let key = add(name)
    defer { remove(key) }
    return try await work()
  }

  /// Notes that `name` is held; `remove` takes what this gives.
  package func add(_ name: String) -> Int {
    let key = next.add(1, ordering: .relaxed).newValue
    things.withLock { $0.append((key, name)) }
    return key
  }

  package func remove(_ key: Int) {
    things.withLock { $0.removeAll { $0.key == key } }
  }
}
