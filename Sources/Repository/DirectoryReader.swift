import Basics

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
      throw error.ops("cannot read \(path)")
    }
  }
}
