import Basics
import Foundation
import Pipeline
import Repository
import Synchronization
import Testing

/// A kind of store, and how to make an empty one. Every kind must pass this suite.
struct StoreKind: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The store, and what must be kept alive while it is used.
  let make: @Sendable () throws -> (any ObjectStore, Scratch)

  static let all = [
    StoreKind(testDescription: "directory") {
      let scratch = try Scratch()
      return (try scratch.store(), scratch)
    }
  ]
}

@Suite struct StoreContractTests {
  private func name(_ text: String) throws -> ObjectName { try #require(ObjectName(text)) }

  private func put(_ store: any ObjectStore, _ name: ObjectName, _ bytes: [UInt8]) throws {
    let writer = try store.create(name)
    try writer.write(bytes.span)
    try writer.commit()
  }

  @Test(arguments: StoreKind.all) func `what is committed can be read, listed and sized`(kind: StoreKind)
    throws
  {
    let (store, scratch) = try kind.make()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    try put(store, name("a/b/one.obj"), bytes)
    try put(store, name("a/two"), [])
    let isSame = try store.contents(name("a/b/one.obj")) == bytes
    #expect(isSame)
    #expect(try store.contents(name("a/two")) == [])
    #expect(try store.size(name("a/b/one.obj"))?.bytes == 300_000)
    #expect(
      try store.list(name("a")) == [
        StoreEntry(name: "b", kind: .folder), StoreEntry(name: "two", kind: .object(ByteCount(0))),
      ])
    #expect(try store.list(.root) == [StoreEntry(name: "a", kind: .folder)])
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `nothing is seen of an object before its commit`(kind: StoreKind)
    throws
  {
    let (store, scratch) = try kind.make()
    do {
      let writer = try store.create(name("a/x"))
      try writer.write([1, 2, 3].span)
      #expect(try store.size(name("a/x")) == nil)
      #expect(try store.list(name("a")) == [])
    }
    let writer = try store.create(name("a/y"))
    writer.abandon()
    writer.abandon()
    #expect(code { try writer.write([1].span) } == .failed)
    #expect(code { try writer.commit() } == .failed)
    #expect(try store.list(name("a")) == [])
    #expect(try store.clean(name("a")) == 0)
    #expect(try store.list(.root) == [])
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `an object is never replaced by another`(kind: StoreKind) throws {
    let (store, scratch) = try kind.make()
    let (one, two) = (try store.create(name("x")), try store.create(name("x")))
    try one.write([1].span)
    try two.write([2].span)
    try one.commit()
    #expect(code { try two.commit() } == .failed)
    #expect(try store.contents(name("x")) == [1])
    #expect(try store.list(.root).map(\.name) == ["x"])
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `publishing compares before it replaces`(kind: StoreKind) throws {
    let (store, scratch) = try kind.make()
    let name = try name("t/lease.json")
    #expect(try store.publish(name, [1], expecting: .exactly([0])) == .conflict)
    #expect(try store.publish(name, [1], expecting: .absent) == .published)
    #expect(try store.publish(name, [2], expecting: .absent) == .conflict)
    #expect(try store.publish(name, [2], expecting: .exactly([0])) == .conflict)
    #expect(try store.contents(name) == [1])
    #expect(try store.publish(name, [2], expecting: .exactly([1])) == .published)
    #expect(try store.publish(name, [3], expecting: .anything) == .published)
    #expect(try store.contents(name) == [3])
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `of many that publish at once one wins`(kind: StoreKind) throws {
    let (store, scratch) = try kind.make()
    let name = try name("t/lease.json")
    #expect(try store.publish(name, [0], expecting: .absent) == .published)
    let wins = Tally()
    DispatchQueue.concurrentPerform(iterations: 32) { index in
      let outcome = try? store.publish(name, [UInt8(index + 1)], expecting: .exactly([0]))
      if outcome == .published { wins.count() }
    }
    #expect(wins.total == 1)
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `publishing and sweeping at once disturb nobody`(kind: StoreKind)
    throws
  {
    let (store, scratch) = try kind.make()
    let name = try name("t/lease.json")
    let (failures, sweeps) = (Tally(), Tally())
    @Sendable func repeatedly(_ times: Int, _ body: () throws -> Void) {
      for _ in 0..<times { do { try body() } catch { failures.count() } }
    }
    DispatchQueue.concurrentPerform(iterations: 2) { lane in
      if lane == 0 {
        repeatedly(200) { _ = try store.publish(name, [1], expecting: .anything) }
      } else {
        repeatedly(2000) { if try store.sweep(name) > 0 { sweeps.count() } }
      }
    }
    #expect(failures.total == 0)
    #expect(sweeps.total == 0)
    withExtendedLifetime(scratch) {}
  }

  @Test(arguments: StoreKind.all) func `what is missing is told apart from what fails`(kind: StoreKind) throws
  {
    let (store, scratch) = try kind.make()
    #expect(code { _ = try store.open(name("no/such")) } == .notFound)
    #expect(try store.size(name("no/such")) == nil)
    #expect(try store.list(name("no")) == [])
    try store.delete(name("no/such"))
    #expect(try store.clean(name("no")) == 0)
    #expect(try store.sweep(name("no/such")) == 0)
    try put(store, name("x"), [1])
    try store.delete(name("x"))
    #expect(try store.size(name("x")) == nil)
    withExtendedLifetime(scratch) {}
  }

  @Test func `no name leaves the store or meets its temporary files`() {
    for text in [
      "", "/", "/a", "a/", "a//b", "..", "a/../b", ".", "./a", ".lock", "a/.x", "a\0", "a\\b", "a:b", "é",
    ] {
      #expect(ObjectName(text) == nil, "\(text)")
    }
    #expect(ObjectName(String(repeating: "a", count: 129)) == nil)
    #expect(ObjectName("shop/backups/x-1_2.obj") != nil)
  }
}

/// Counts from several threads.
final class Tally: Sendable {
  private let value = Mutex(0)

  func count() { value.withLock { $0 += 1 } }
  var total: Int { value.withLock { $0 } }
}
