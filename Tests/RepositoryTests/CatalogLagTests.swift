import Basics
import Repository
import TestKit
import Testing

@Suite struct CatalogLagTests {
  private let state: Scratch
  private static let day: Int64 = 86_400_000_000

  init() throws { state = try Scratch() }

  private func sample(_ host: String, at day: Int64, lag: Duration? = .milliseconds(3), reason: String = "")
    -> LagSample
  {
    LagSample(
      target: "shop", host: host, channel: "", at: Timestamp(microseconds: day * Self.day), lag: lag,
      delay: .seconds(60), reason: reason)
  }

  @Test func `samples are kept, those without a figure with their reason`() throws {
    let catalog = try Catalog(state: state.path)
    let samples = [
      sample("db1", at: 40), sample("db2", at: 40, lag: nil, reason: "the SQL thread is stopped"),
    ]
    try catalog.record(samples, now: Timestamp(microseconds: 40 * Self.day))
    #expect(try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 0)) == samples)
    #expect(try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 41 * Self.day)) == [])
    #expect(try catalog.lagSamples(target: "stock", since: Timestamp(microseconds: 0)) == [])
  }

  @Test func `samples older than thirty days are dropped when new ones come`() throws {
    let catalog = try Catalog(state: state.path)
    try catalog.record(
      [sample("db1", at: 1), sample("db1", at: 11)], now: Timestamp(microseconds: 11 * Self.day))
    try catalog.record([sample("db1", at: 40)], now: Timestamp(microseconds: 40 * Self.day))
    let left = try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 0))
    #expect(left.map(\.at.microseconds) == [11 * Self.day, 40 * Self.day])
  }

  @Test func `of too many samples the oldest are dropped`() throws {
    let catalog = try Catalog(state: state.path)
    try catalog.record(
      (1...20).map { sample("db1", at: $0) }, now: Timestamp(microseconds: 20 * Self.day))
    try catalog.boundLagSamples(to: 20)
    #expect(try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 0)).count == 20)
    try catalog.boundLagSamples(to: 5)
    let left = try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 0))
    #expect(left.map(\.at.microseconds) == (16...20).map { $0 * Self.day })
  }

  @Test func `they are dropped while samples come for weeks, too`() throws {
    let catalog = try Catalog(state: state.path)
    for second in 1...2 * Int64(Catalog.lagCountPause) {
      let sample = LagSample(
        target: "shop", host: "db1", channel: "", at: Timestamp(microseconds: second), lag: .zero)
      try catalog.record([sample], now: Timestamp(microseconds: second), capacity: 100)
    }
    let left = try catalog.lagSamples(target: "shop", since: Timestamp(microseconds: 0))
    #expect(left.count == 99)
    #expect(left.last?.at.microseconds == 2 * Int64(Catalog.lagCountPause))
  }

  @Test func `a catalog of an older dbops keeps what it holds and takes samples from then on`() throws {
    try state.write(try Fixture.bytes("catalog/form-1.sqlite"), "catalog.sqlite")
    let catalog = try Catalog(state: state.path)
    #expect(try catalog.runs().map(\.summary) == ["it failed once"])
    try catalog.record([sample("db1", at: 3)], now: Timestamp(microseconds: 3 * Self.day))
    let again = try Catalog(state: state.path)
    #expect(try again.lagSamples(target: "shop", since: Timestamp(microseconds: 0)).count == 1)
  }
}
