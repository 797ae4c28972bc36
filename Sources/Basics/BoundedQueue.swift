/// Hands items from one task to several, in order, holding at most `limit` at a time.
///
/// The giver waits while the queue is full, the takers while it is empty. `close` ends it gently: what is in
/// it is still handed out. `abort` ends it at once, so that nobody waits for a task that has failed.
package actor BoundedQueue<Item: Sendable> {
  private let limit: Int
  private var items: [Item] = []
  private var isClosed = false
  private var takers: [CheckedContinuation<Item?, Never>] = []
  private var givers: [CheckedContinuation<Void, Never>] = []

  /// - Parameter limit: At least 1.
  package init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// Puts an item in; waits while the queue is full. False when the queue was closed meanwhile: the item is dropped.
  package func put(_ item: Item) async -> Bool {
    while items.count >= limit, !isClosed {
      await withCheckedContinuation { givers.append($0) }
    }
    guard !isClosed else { return false }
    if takers.isEmpty {
      items.append(item)
    } else {
      takers.removeFirst().resume(returning: item)
    }
    return true
  }

  /// The next item; nil once the queue is closed and empty.
  package func next() async -> Item? {
    if !items.isEmpty {
      let item = items.removeFirst()
      if !givers.isEmpty { givers.removeFirst().resume() }
      return item
    }
    if isClosed { return nil }
    // Items handed over directly free no place, so who waits to give would not hear of who waits to take.
    if !givers.isEmpty { givers.removeFirst().resume() }
    return await withCheckedContinuation { takers.append($0) }
  }

  /// No more items will come.
  package func close() {
    isClosed = true
    for taker in takers { taker.resume(returning: nil) }
    for giver in givers { giver.resume() }
    takers = []
    givers = []
  }

  /// Drops what is waiting and ends everybody's waiting.
  package func abort() {
    items = []
    close()
  }
}
