internal import CMariaDB
import Glibc

/// The name under which statements refer to the data that `load` supplies.
private let localDataName = "dbops"

/// Supplies the bytes of one LOAD DATA LOCAL from memory.
@safe final class LocalData {
  private let next: () throws -> [UInt8]?
  private let breakConnection: () -> Void
  private var chunk: [UInt8] = []
  private var offset = 0
  /// What `next` threw.
  private(set) var failure: (any Error)?

  init(next: @escaping () throws -> [UInt8]?, breakConnection: @escaping () -> Void) {
    self.next = next
    self.breakConnection = breakConnection
  }

  /// Fills `buffer` from the front; 0 at the end of the data, -1 when `next` threw.
  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    do {
      while offset == chunk.count {
        guard let following = try next() else { return 0 }
        chunk = following
        offset = 0
      }
    } catch {
      failure = error
      // The library would now end the data in good order, and the server would keep what came so far.
      breakConnection()
      return -1
    }
    let count = min(buffer.count, chunk.count - offset)
    unsafe buffer.copyBytes(from: chunk[offset..<(offset + count)])
    offset += count
    return Int32(count)
  }
}

extension MySQLHandle {
  /// From now on a server that asks for a file is refused.
  func refuseLocalData() {
    unsafe mysql_set_local_infile_handler(
      raw, localDataBegin, localDataRead, localDataEnd, localDataError, nil)
  }

  /// Runs `sql`, a LOAD DATA LOCAL INFILE 'dbops', with the bytes of `data`.
  func load(_ sql: String, from data: LocalData) throws -> Outcome {
    let pointer = unsafe Unmanaged.passUnretained(data).toOpaque()
    unsafe mysql_set_local_infile_handler(
      raw, localDataBegin, localDataRead, localDataEnd, localDataError, pointer)
    defer {
      refuseLocalData()
      withExtendedLifetime(data) {}
    }
    do {
      return try execute(sql)
    } catch {
      throw data.failure ?? error
    }
  }
}

// Called by the library on the connection's thread, during `load` or when a server asks uncalled for.

private func localDataBegin(
  _ info: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ name: UnsafePointer<CChar>?,
  _ userData: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe info?.pointee = userData
  guard let name = unsafe name, unsafe userData != nil else { return 1 }
  return unsafe String(cString: name) == localDataName ? 0 : 1
}

private func localDataRead(
  _ info: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: UInt32
) -> Int32 {
  guard let info = unsafe info, let buffer = unsafe buffer else { return -1 }
  let data = unsafe Unmanaged<LocalData>.fromOpaque(info).takeUnretainedValue()
  return unsafe data.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(capacity)))
}

private func localDataEnd(_ info: UnsafeMutableRawPointer?) {}

private func localDataError(
  _ info: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: UInt32
) -> Int32 {
  let text = "the server asked for a file; none is given"
  if let buffer = unsafe buffer, capacity > 0 {
    unsafe UnsafeMutableRawBufferPointer(start: buffer, count: Int(capacity)).copyBytes(
      from: Array(text.utf8.prefix(Int(capacity) - 1)) + [0])
  }
  return CR_UNKNOWN_ERROR
}
