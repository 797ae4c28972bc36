import Testing

@Suite struct InterleavingTests {
  @Test(arguments: [
    MigrationModel.Bounds(writes: 2, heartbeats: 1, refreshers: 1),
    MigrationModel.Bounds(writes: 2, heartbeats: 1, refreshers: 2),
    MigrationModel.Bounds(writes: 1, heartbeats: 1, refreshers: 1, kills: 1),
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
  ])
  func `a broken rule is found out`(bounds: MigrationModel.Bounds) {
    #expect(Explorer.explore(bounds).counterexample != nil)
  }
}
