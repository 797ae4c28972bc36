import Basics

/// The room that a migration takes on the server's disk while both tables are there.
package struct DiskNeed: Sendable, Equatable {
  /// The ghost table with its indexes, as far as it is still to be filled.
  package let ghost: ByteCount
  /// What the copied rows take in the binary log.
  package let log: ByteCount

  /// - Parameter copied: Rows that an earlier run has copied.
  package init(_ size: TableSize, copied: Int64 = 0) {
    let left = size.rows > 0 ? max(0, 1 - Double(copied) / Double(size.rows)) : 1
    ghost = ByteCount(Int64(Double(size.dataBytes + size.indexBytes) * left))
    log = ByteCount(Int64(Double(size.dataBytes) * left))
  }
}

/// What is known of the room on the server's disk.
package enum DiskOutlook: Sendable, Equatable {
  case known(DiskRoom)
  case unknown(why: String)
}

/// The room on the file system that holds the server's data.
package struct DiskRoom: Sendable, Equatable {
  /// A folder of the file system, on the server's machine.
  package let place: String
  package let space: FileSystemSpace
  /// What must stay free.
  package let floor: ByteCount
  /// What of the migration goes there.
  package let need: ByteCount

  package init(place: String, space: FileSystemSpace, floor: ByteCount, need: ByteCount) {
    self.place = place
    self.space = space
    self.floor = floor
    self.need = need
  }

  package var isEnough: Bool { need + floor < space.free || need == ByteCount(0) && floor < space.free }
}
