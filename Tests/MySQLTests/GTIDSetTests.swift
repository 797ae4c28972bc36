import MySQL
import Testing

@Suite struct GTIDSetTests {
  private static let a = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
  private static let b = "4e11fa47-71ca-11e1-9e33-c80aa9429562"

  private func mysql(_ text: String) throws -> GTIDSet {
    try #require(GTIDSet(text: text, flavour: .mysql), "\(text)")
  }

  private func mariadb(_ text: String) throws -> GTIDSet {
    try #require(GTIDSet(text: text, flavour: .mariadb), "\(text)")
  }

  @Test(arguments: [
    ("", ""), ("\(a):1", "\(a):1"), ("\(a.uppercased()):1-5", "\(a):1-5"),
    ("\(a):7:1-3:4-5", "\(a):1-5:7"), ("\(b):2,\n\(a):1", "\(a):1,\(b):2"), ("\(a):1-3,\(a):2-9", "\(a):1-9"),
    ("\(a):1-3:tag:5-7:Other_1:1", "\(a):1-3:other_1:1:tag:5-7"), ("\(a):x:1:2:3", "\(a):x:1-3"),
    ("\(a):1,\(a):x:1", "\(a):1:x:1"), (" \(a) : 1 - 2 ", "\(a):1-2"), (",", ""),
  ])
  func `a MySQL set is written in its normal form`(text: String, normal: String) throws {
    #expect(try mysql(text).description == normal)
    #expect(try mysql(normal) == mysql(text))
  }

  @Test(arguments: [
    "x", a, "\(a):", "\(a):0", "\(a):5-3", "\(a):1-2-3", "\(a):-1", "\(a):tag", "\(a):1:tag",
    "\(a):tag:tag2:1",
    "\(a)0:1", "\(a):1::2", "\(a):9x:1", "\(a):99999999999999999999", "0-1-2",
  ])
  func `a malformed MySQL set is refused`(text: String) {
    #expect(GTIDSet(text: text, flavour: .mysql) == nil)
  }

  @Test(arguments: [
    ("\(a):1-10", "\(a):3-5", "\(a):1-2:6-10"), ("\(a):1-10", "\(a):1-10", ""),
    ("\(a):1-10", "\(b):1-10", "\(a):1-10"),
    ("\(a):1-3:7-9", "\(a):2-8", "\(a):1:9"), ("\(a):1-3:t:1-3", "\(a):1-3", "\(a):t:1-3"),
    ("", "\(a):1", ""),
    ("\(a):5", "\(a):1-4:6-9", "\(a):5"), ("\(a):1-9,\(b):1", "\(a):1:3:5", "\(a):2:4:6-9,\(b):1"),
  ])
  func `MySQL sets are subtracted, joined and compared`(left: String, right: String, rest: String) throws {
    let (left, right) = (try mysql(left), try mysql(right))
    let difference = try #require(left.subtracting(right))
    #expect(difference == (try mysql(rest)))
    #expect(left.contains(difference))
    #expect(right.contains(left) == difference.isEmpty)
    let union = try #require(left.union(right))
    #expect(union.contains(left) && union.contains(right))
    #expect(union.subtracting(right) == difference)
  }

  @Test func `the transactions of a MySQL set are counted`() {
    #expect(MySQLGTIDs(text: "\(Self.a):1-10:20:tag:1-5,\(Self.b):3")?.count == 17)
  }

  @Test(arguments: [
    ("", ""), ("0-1-100", "0-1-100"), ("1-1-5, 0-2-7", "0-2-7,1-1-5"), ("0-1-5,0-2-9,0-3-7", "0-2-9"),
  ])
  func `a MariaDB position is written in its normal form`(text: String, normal: String) throws {
    #expect(try mariadb(text).description == normal)
  }

  @Test(arguments: ["x", "0-1", "0-1-2-3", "0-1--2", "4294967296-1-1", "0-1-x", "\(a):1"])
  func `a malformed MariaDB position is refused`(text: String) {
    #expect(GTIDSet(text: text, flavour: .mariadb) == nil)
  }

  @Test func `a MariaDB position holds everything before it in its domain, whichever server wrote it`() throws
  {
    let position = try mariadb("0-1-100,1-1-5")
    #expect(position.contains(try mariadb("0-2-100")))
    #expect(position.contains(try mariadb("1-9-4")))
    #expect(!position.contains(try mariadb("0-1-101")))
    #expect(!position.contains(try mariadb("2-1-1")))
    #expect(position.union(try mariadb("0-2-101,2-1-1")) == (try mariadb("0-2-101,1-1-5,2-1-1")))
    #expect(position.subtracting(try mariadb("0-1-100")) == (try mariadb("1-1-5")))
    #expect(position.subtracting(try mariadb("0-1-99,1-1-6")) == (try mariadb("0-1-100")))
  }

  @Test func `sets of two flavours have nothing in common`() throws {
    let (one, other) = (try mysql("\(Self.a):1"), try mariadb("0-1-1"))
    #expect(!one.contains(other))
    #expect(one.union(other) == nil)
    #expect(one.subtracting(other) == nil)
    #expect(one.contains(try mariadb("")))
  }

  @Test func `a place in the binary log is file and offset`() {
    let place = BinlogPosition(text: "my:bin.000012:345")
    #expect(place == BinlogPosition(file: "my:bin.000012", offset: 345))
    #expect(place?.description == "my:bin.000012:345")
    for text in ["", "bin.1", ":4", "bin.1:", "bin.1:-4", "bin.1:x"] {
      #expect(BinlogPosition(text: text) == nil)
    }
  }
}
