import Basics
import Glibc

/// Reads one file.
final class DirectoryReader: ObjectReader {
  private let file: DescriptorHandle
  private let path: String

  init(file: consuming DescriptorHandle, path: String) {
    self.file = file
    self.path = path
  }

  func read(into buffer: inout [UInt8], range: Range<Int>) throws -> Int {
    do {
      return try file.read(into: &buffer, range: range)
    } catch {
      // A bad sector is damage like any other: it is named, and the rest is still looked at.
      guard error.number != EIO else {
        throw OpsError(.corrupt, "cannot read \(path)", why: "the device reports an input/output error")
      }
      throw error.ops("cannot read \(path)")
    }
  }
}
