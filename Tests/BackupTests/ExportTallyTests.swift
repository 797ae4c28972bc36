import Backup
import Pipeline
import TestKit
import Testing

@Suite struct ExportTallyTests {
  private func object(_ number: Int) -> TableObject { TableObject(number: number, checksum: RowChecksum()) }

  @Test func `a table is complete when its last planned piece is`() {
    var tally = ExportTally()
    #expect([tally.plan(7), tally.plan(7)] == [0, 1])
    let first = tally.finish(7, piece: 0, objects: [])
    let ended = tally.endPlanning(7)
    let last = tally.finish(7, piece: 1, objects: [])
    #expect([first, ended, last] == [false, false, true])
  }

  @Test func `a table whose pieces are all done is complete when planning ends`() {
    var tally = ExportTally()
    let piece = tally.plan(1)
    let finished = tally.finish(1, piece: piece, objects: [])
    let ended = tally.endPlanning(1)
    #expect([finished, ended] == [false, true])
  }

  @Test func `a table without pieces is complete when planning ends`() {
    var tally = ExportTally()
    let ended = tally.endPlanning(3)
    #expect(ended)
    #expect(tally.objects(of: 3).isEmpty)
    #expect(tally.objects(of: 4).isEmpty)
  }

  @Test(arguments: 0..<20)
  func `objects come in the order of the key, whoever finished first, and one end is told`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var tally = ExportTally()
    let pieces = (0..<10).map { _ in tally.plan(0) }
    let other = tally.plan(1)
    _ = tally.finish(1, piece: other, objects: [object(99)])
    var ends = 0
    let planned = Int.random(in: 0...10, using: &generator)
    for (step, piece) in pieces.shuffled(using: &generator).enumerated() {
      if step == planned, tally.endPlanning(0) { ends += 1 }
      let objects = (0..<(piece % 3)).map { object(piece * 10 + $0) }
      if tally.finish(0, piece: piece, objects: objects) { ends += 1 }
    }
    if planned == 10, tally.endPlanning(0) { ends += 1 }
    #expect(ends == 1)
    let numbers = tally.objects(of: 0).map(\.number)
    #expect(numbers == numbers.sorted())
    #expect(numbers == [10, 20, 21, 40, 50, 51, 70, 80, 81])
  }
}
