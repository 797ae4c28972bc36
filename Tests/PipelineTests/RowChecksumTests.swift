import Pipeline
import Testing

@Suite struct RowChecksumTests {
  private func checksum(_ rows: [String]) -> RowChecksum {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for row in rows {
      bytes += Array(row.utf8)
      ends.append(bytes.count)
    }
    var sum = RowChecksum()
    sum.add(bytes, rowEnds: ends)
    return sum
  }

  @Test func `the order of rows does not matter`() {
    #expect(checksum(["1\ta\n", "2\tb\n"]) == checksum(["2\tb\n", "1\ta\n"]))
  }

  @Test func `two equal rows differ from two other equal rows`() {
    #expect(checksum(["a", "a"]) != checksum(["b", "b"]))
    #expect(checksum(["a", "a"]) != checksum([]))
  }

  @Test func `where one row ends matters`() {
    #expect(checksum(["ab", "c"]) != checksum(["a", "bc"]))
  }

  @Test func `parts add up to the whole`() {
    let whole = checksum(["1", "2", "3", "4"])
    #expect(checksum(["4", "1"]) + checksum(["2", "3"]) == whole)
    #expect(whole.rows == 4)
  }

  @Test func `it survives its own text and refuses any other`() {
    let sum = checksum(["1", "two"])
    #expect(RowChecksum(text: sum.description) == sum)
    #expect(RowChecksum(text: "") == nil)
    #expect(RowChecksum(text: "1:abc") == nil)
    #expect(RowChecksum(text: sum.description.uppercased()) == nil)
    #expect(RowChecksum(text: "+" + sum.description) == nil)
  }

  @Test func `one known row has the published hash`() {
    // XXH3-128 of nothing, from the algorithm's own test vectors.
    #expect(checksum([""]).description == "1:99aa06d3014798d86001c324468d497f")
  }
}
