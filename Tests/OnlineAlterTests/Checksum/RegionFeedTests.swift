import OnlineAlter
import Testing

@Suite struct RegionFeedTests {
  /// A table with the keys 1 to `count`, cut into stretches of ten.
  private func end(_ lower: RowKey?, of count: UInt64) -> RowKey? {
    var begin: UInt64 = 0
    if case .integer(let number)? = lower { begin = UInt64(number) }
    return begin + 10 < count ? .integer(.init(begin + 10)) : nil
  }

  private func pieces(_ feed: RegionFeed, of count: UInt64) throws -> [RegionFeed.Piece] {
    var all: [RegionFeed.Piece] = []
    while let piece = try feed.take({ end($0, of: count) }) { all.append(piece) }
    return all
  }

  @Test func `stretches follow each other without a gap, and the last has no end`() throws {
    let regions = try pieces(RegionFeed(), of: 30).map(\.region)
    #expect(
      regions == [
        .range(lower: nil, upper: .integer(10)), .range(lower: .integer(10), upper: .integer(20)),
        .range(lower: .integer(20), upper: nil),
      ])
  }

  @Test func `it is done when all stretches are finished, not when all are handed out`() throws {
    let feed = RegionFeed()
    let all = try pieces(feed, of: 30)
    for piece in all.dropLast() { feed.finish(piece, isEqual: true) }
    #expect(!feed.isDone)
    feed.finish(all[2], isEqual: true)
    #expect(feed.isDone)
    #expect(feed.different.isEmpty)
  }

  @Test func `what differs is remembered`() throws {
    let feed = RegionFeed()
    let all = try pieces(feed, of: 30)
    for (number, piece) in all.enumerated() { feed.finish(piece, isEqual: number != 1) }
    #expect(feed.different == [all[1].region])
  }

  @Test func `what was taken back is handed out again, and what was finished is not`() throws {
    let feed = RegionFeed()
    let all = try pieces(feed, of: 30)
    feed.finish(all[1], isEqual: false)
    feed.takeBack()
    #expect(!feed.isDone)
    let again = try pieces(feed, of: 30)
    #expect(Set(again.map { "\($0.region)" }) == Set([all[0], all[2]].map { "\($0.region)" }))
    for piece in again { feed.finish(piece, isEqual: true) }
    #expect(feed.isDone)
    #expect(feed.different == [all[1].region])
  }

  @Test func `the outcome of a stretch that was taken back counts no more`() throws {
    let feed = RegionFeed()
    let late = try #require(try feed.take { _ in nil })
    feed.takeBack()
    feed.finish(late, isEqual: true)
    #expect(!feed.isDone)
  }

  @Test func `a table that fails to be cut is cut at the same place next time`() throws {
    struct Lost: Error {}
    let feed = RegionFeed()
    _ = try feed.take { end($0, of: 30) }
    #expect(throws: Lost.self) { try feed.take { _ in throw Lost() } }
    let next = try #require(try feed.take { end($0, of: 30) })
    #expect(next.region == .range(lower: .integer(10), upper: .integer(20)))
  }
}
