import Basics
import OnlineAlter
import Testing

@Suite struct DiskTests {
  private let gibibyte = ByteCount.gibibytes(1)

  @Test(
    arguments: [
      ("20G", 100, 20), ("5%", 100, 5), ("0", 100, 0), ("0%", 100, 0), ("50%", 8, 4),
    ] as [(String, Int64, Int64)])
  func `the floor is a size or a share`(text: String, total: Int64, expected: Int64) throws {
    #expect(try DiskFloor(parsing: text).bytes(of: .gibibytes(total)) == .gibibytes(expected))
  }

  @Test func `by itself it is a twentieth, of large disks no more than ten gibibytes`() {
    #expect(DiskFloor.standard.bytes(of: .gibibytes(100)) == .gibibytes(5))
    #expect(DiskFloor.standard.bytes(of: .gibibytes(4000)) == .gibibytes(10))
  }

  @Test(arguments: ["", "much", "100%", "-5%", "-1G", "5%%", "nan%"])
  func `anything else is refused`(text: String) {
    #expect(throws: OpsError.self) { try DiskFloor(parsing: text) }
  }

  @Test func `rows that are copied need no more room`() {
    let size = TableSize(rows: 100, dataBytes: 1000, indexBytes: 400)
    #expect(DiskNeed(size).ghost == ByteCount(1400) && DiskNeed(size).log == ByteCount(1000))
    #expect(DiskNeed(size, copied: 75).ghost == ByteCount(350))
    #expect(DiskNeed(size, copied: 200).ghost == ByteCount(0))
    #expect(DiskNeed(TableSize(rows: 0, dataBytes: 16, indexBytes: 0), copied: 5).ghost == ByteCount(16))
  }

  @Test(
    arguments: [(10, 4, 5, true), (10, 5, 5, false), (10, 6, 5, false), (10, 0, 10, false)]
      as [(Int64, Int64, Int64, Bool)])
  func `there is room when more than the floor is left`(free: Int64, need: Int64, floor: Int64, fits: Bool) {
    let space = FileSystemSpace(free: .gibibytes(free), total: .gibibytes(20))
    let room = DiskRoom(place: "/", space: space, floor: .gibibytes(floor), need: .gibibytes(need))
    #expect(room.isEnough == fits)
  }

  @Test(arguments: [
    ("/var/lib/mysql", "/var/lib"), ("/var/lib", "/var/lib"), ("/var/library", "/"), ("/home/x", "/"),
  ])
  func `a folder is on the file system that is mounted deepest on the way to it`(
    folder: String, expected: String
  ) {
    let space = FileSystemSpace(free: gibibyte, total: gibibyte)
    let disks = ["/", "/var/lib", "/var/lib/other"].map { Disks(path: $0, space: space) }
    #expect(Disks.holding(folder, disks)?.path == expected)
    #expect(Disks.holding("data", disks) == nil)
  }
}
