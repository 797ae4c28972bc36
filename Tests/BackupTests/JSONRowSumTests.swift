import Backup
import Pipeline
import Testing

struct JSONRowSumTests {
  private func plain(_ rows: [String]) -> RowChecksum {
    var sum = RowChecksum()
    for row in rows { sum.add(Array(row.utf8), rowEnds: [row.utf8.count]) }
    return sum
  }

  private func sum(_ rows: [String], columns: [Int]) -> JSONRowSum {
    var sum = JSONRowSum(columns: columns)
    var ends: [Int] = []
    for row in rows { ends.append((ends.last ?? 0) + row.utf8.count) }
    sum.add(Array(rows.joined().utf8), rowEnds: ends)
    return sum
  }

  @Test func `only JSON columns take the form`() {
    let rows = ["1.50\t1.50\t1.50\t1.50\n", "\\N\t[]\t2.0\t{\"a\": 7.10}\n", "1.50\t1\t1.50\t\\N\n"]
    let wanted = ["1.50\t1.5\t1.50\t1.5\n", "\\N\t[]\t2.0\t{\"a\": 7.1}\n", "1.50\t1\t1.50\t\\N\n"]
    let sum = sum(rows, columns: [1, 3])
    #expect(sum.checksum == plain(wanted))
    #expect(sum.changedRows == 2)
  }

  @Test(arguments: [[0], [0, 1], [1]])
  func `a JSON column may stand anywhere`(columns: [Int]) {
    let sum = sum(["1.50\t1.50\n"], columns: columns)
    #expect(
      sum.checksum
        == plain(["\(columns.contains(0) ? "1.5" : "1.50")\t\(columns.contains(1) ? "1.5" : "1.50")\n"]))
  }

  @Test func `parts add up to the whole`() {
    let rows = (0..<10).map { "\($0)\t\($0).50\n" }
    var parts = sum(Array(rows[..<3]), columns: [1])
    parts += sum(Array(rows[3...]), columns: [1])
    #expect(parts.checksum == sum(rows, columns: [1]).checksum)
    #expect(parts.changedRows == 10)
  }

  @Test func `without JSON columns it is the plain checksum`() {
    let rows = ["1.50\n", "2.50\n"]
    #expect(sum(rows, columns: []).checksum == plain(rows))
    #expect(sum(rows, columns: []).changedRows == 0)
  }
}
