import Basics
import Synchronization
import Testing

@Suite struct BoundedQueueTests {
  @Test func `items come out in the order in which they went in`() async {
    let queue = BoundedQueue<Int>(limit: 10)
    for item in 0..<5 { #expect(await queue.put(item)) }
    await queue.close()
    var items: [Int] = []
    while let item = await queue.next() { items.append(item) }
    #expect(items == [0, 1, 2, 3, 4])
  }

  @Test func `a closed queue takes nothing and gives what it has`() async {
    let queue = BoundedQueue<Int>(limit: 2)
    _ = await queue.put(1)
    await queue.close()
    #expect(await queue.put(2) == false)
    #expect(await queue.next() == 1)
    #expect(await queue.next() == nil)
  }

  @Test func `an aborted queue gives nothing more`() async {
    let queue = BoundedQueue<Int>(limit: 2)
    _ = await queue.put(1)
    await queue.abort()
    #expect(await queue.next() == nil)
    #expect(await queue.put(2) == false)
  }

  @Test(arguments: [(1, 1, 1), (1, 8, 3), (3, 2, 8), (64, 4, 4), (0, 3, 3)])
  func `no item is lost or given twice, however many give and take`(limit: Int, givers: Int, takers: Int)
    async
  {
    let queue = BoundedQueue<Int>(limit: limit)
    let each = 2000
    let taken = await withTaskGroup(of: [Int].self) { group in
      group.addTask {
        await withTaskGroup(of: Void.self) { group in
          for giver in 0..<givers {
            group.addTask {
              for item in 0..<each { _ = await queue.put(giver * each + item) }
            }
          }
        }
        await queue.close()
        return []
      }
      for _ in 0..<takers {
        group.addTask {
          var items: [Int] = []
          while let item = await queue.next() { items.append(item) }
          return items
        }
      }
      return await group.reduce(into: [Int]()) { $0 += $1 }
    }
    let isComplete = taken.sorted() == Array(0..<givers * each)
    #expect(isComplete)
  }

  @Test func `never more than the limit wait in it`() async {
    let queue = BoundedQueue<Int>(limit: 3)
    let inside = Crowd()
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for item in 0..<500 {
          _ = await queue.put(item)
          inside.enter()
        }
        await queue.close()
      }
      group.addTask {
        while await queue.next() != nil { inside.leave() }
      }
    }
    // The taker may not have counted down yet what it took.
    #expect(inside.most <= 3 + 1)
  }

  @Test(arguments: [true, false])
  func `an end wakes all who give and all who take`(aborts: Bool) async {
    let full = BoundedQueue<Int>(limit: 1)
    _ = await full.put(0)
    let empty = BoundedQueue<Int>(limit: 1)
    let began = Crowd()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<5 {
        group.addTask {
          began.enter()
          return await full.put(1) == false
        }
        group.addTask {
          began.enter()
          return await empty.next() == nil
        }
      }
      while began.most < 10 { await Task.yield() }
      if aborts {
        await full.abort()
        await empty.abort()
      } else {
        await full.close()
        await empty.close()
      }
      for await wasWoken in group { #expect(wasWoken) }
    }
  }
}

/// How many are in at a time.
private final class Crowd: Sendable {
  private let state = Mutex((now: 0, most: 0))

  func enter() { state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
  func leave() { state.withLock { $0.now -= 1 } }
  var most: Int { state.withLock { $0.most } }
}
