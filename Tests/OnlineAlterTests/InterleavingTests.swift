import TestKit
import Testing

@Suite struct InterleavingTests {
  /// Minutes of a processor: for those who change the rules.
  @Test(.enabled(if: Environment.value("DBOPS_TEST_THOROUGH") != nil, "only with DBOPS_TEST_THOROUGH=1"))
  func `no order of events of two refreshers and two writes loses or invents a row`() {
    let explorer = Explorer.explore(MigrationModel.Bounds(writes: 2, heartbeats: 1, refreshers: 2))
    #expect(explorer.counterexample == nil)
    #expect(explorer.swaps > 0)
  }

  @Test(arguments: [
    MigrationModel.Bounds(writes: 2, heartbeats: 1, refreshers: 1),
    MigrationModel.Bounds(writes: 1, heartbeats: 1, refreshers: 1, kills: 1),
    // Unique values that move between rows: while they are copied, and behind that, with kills.
    .moving(isCopied: false), .moving(refreshers: 2), .moving(heartbeats: 2), .moving(kills: 1),
  ])
  func `no order of events loses or invents a row`(bounds: MigrationModel.Bounds) {
    let explorer = Explorer.explore(bounds)
    #expect(explorer.counterexample == nil)
    #expect(explorer.swaps > 0)
  }

  @Test(arguments: [
    MigrationModel.Bounds(breach: .ignoresAcknowledgement), .init(breach: .ignoresChunks),
    .init(breach: .dropsAheadAtOnce), .init(breach: .swapsWithoutMarker),
    .init(writes: 1, heartbeats: 1, kills: 1, breach: .letsOrphansCommit),
    .init(writes: 1, heartbeats: 1, kills: 1, breach: .checkpointsWhatWasRead),
    .moving(heartbeats: 2, refreshers: 2, breach: .takesOutUnseen(notes: .whenFound)),
    .moving(refreshers: 2, breach: .takesOutUnseen(notes: .whenCommitted)),
    .moving(refreshers: 2, kills: 1, breach: .takesOutUnseen(notes: .underItsLock)),
  ])
  func `a broken rule is found out`(bounds: MigrationModel.Bounds) {
    #expect(Explorer.explore(bounds).counterexample != nil)
  }
}

extension MigrationModel.Bounds {
  fileprivate static func moving(
    writes: Int = 1, heartbeats: Int = 1, refreshers: Int = 1, kills: Int = 0, isCopied: Bool = true,
    breach: MigrationModel.Breach? = nil
  ) -> Self {
    Self(
      writes: writes, heartbeats: heartbeats, refreshers: refreshers, kills: kills, movesUniqueValues: true,
      isCopied: isCopied, breach: breach)
  }
}
