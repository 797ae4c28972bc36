import OnlineAlter
import Testing

@Suite struct IndexBuildStageTests {
  @Test func `nobody shares the table before the build has begun`() {
    let stage = IndexBuildStage(.wantsTable)
    #expect(!stage.sharesTable)
    stage.learn(state: nil)
    stage.learn(state: "")
    stage.learn(state: "starting")
    #expect(!stage.sharesTable)
  }

  @Test(arguments: ["altering table", "alter table (read PK and internal sort)"])
  func `while it reads and sorts the table is shared`(state: String) {
    let stage = IndexBuildStage(.wantsTable)
    stage.learn(state: state)
    #expect(stage.current == .atWork)
    #expect(stage.sharesTable)
  }

  @Test func `a build that waits for the table gets it`() {
    let stage = IndexBuildStage(.atWork)
    stage.learn(state: "Waiting for table metadata lock")
    #expect(!stage.sharesTable)
    stage.learn(state: "altering table")
    #expect(stage.sharesTable)
  }

  @Test func `it is shared when all is built`() {
    let stage = IndexBuildStage(.wantsTable)
    stage.enter(.done)
    #expect(stage.sharesTable)
  }
}
