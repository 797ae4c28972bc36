import Basics
import MySQL

/// The ghost table fits on the server's disk, where its room is known; what goes into the log may be purged meanwhile.
struct DiskSpaceCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    guard case .known(let room) = try Self.outlook(subject, connection), room.floor > ByteCount(0),
      !room.isEnough
    else { return }
    throw OpsError(
      .refused, "cannot migrate \(table)",
      why:
        "its ghost table would take about \(room.need) of the server's disk; \(room.place) has \(room.space.free) free, and "
        + "\(room.floor) must be left",
      hint: "make room, or let less be left with --min-free-disk; with 0 this is not looked at")
  }

  static func outlook(_ subject: CheckSubject, _ connection: isolated Connection) throws -> DiskOutlook {
    let need = try need(subject, connection)
    let disk = try ServerDisk.find(subject.request.table.database, connection)
    if case .none(let why) = disk.way { return .unknown(why: why) }
    guard let space = try disk.space(connection) else { return .unknown(why: "the server does not tell") }
    return .known(
      DiskRoom(
        place: disk.folder, space: space, floor: subject.settings.diskFloor.bytes(of: space.total),
        need: need.ghost))
  }

  static func need(_ subject: CheckSubject, _ connection: isolated Connection) throws -> DiskNeed {
    let table = subject.request.table
    let size = try TableSize.read(table, connection) ?? TableSize(rows: 0, dataBytes: 0, indexBytes: 0)
    let names = MigrationNames(table, connection.server.canRenameLockedTables ? .known : .behind)
    guard try CheckpointStore.exists(names.checkpoint, connection) else { return DiskNeed(size) }
    let copied = try CheckpointStore.load(names.checkpoint, connection)?.copied ?? 0
    return DiskNeed(size, copied: copied)
  }
}
