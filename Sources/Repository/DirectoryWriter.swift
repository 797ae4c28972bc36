import Basics
import Glibc

/// Writes one file under a temporary name and renames it at the end.
final class DirectoryWriter: ObjectWriter {
  private enum State { case open, ended }

  /// How much is written between two looks at the free space.
  private static let stride: Int64 = 8 << 20

  private let leaf: String
  private let temporary: String
  private let folder: DescriptorHandle
  private let file: DescriptorHandle
  private let path: String
  private let requireSpace: () throws -> Void
  private var written: Int64 = 0
  private var checked: Int64 = 0
  private var state = State.open

  init(
    leaf: String, folder: consuming DescriptorHandle, path: String, requireSpace: @escaping () throws -> Void
  ) throws {
    try requireSpace()
    let temporary = Self.temporaryName(of: leaf)
    do {
      file = try DescriptorHandle(temporary, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    } catch {
      throw error.ops("cannot write \(path)")
    }
    self.leaf = leaf
    self.temporary = temporary
    self.folder = folder
    self.path = path
    self.requireSpace = requireSpace
  }

  deinit { abandon() }

  private static func temporaryName(of leaf: String) -> String {
    var generator = SystemRandomNumberGenerator()
    return ".\(leaf).\(String(generator.next(), radix: 16)).tmp"
  }

  /// Whether `name` is one under which a writer of `leaf` writes.
  static func isTemporary(_ name: String, of leaf: String) -> Bool {
    guard name.hasPrefix(".\(leaf)."), name.hasSuffix(".tmp") else { return false }
    let middle = name.dropFirst(leaf.count + 2).dropLast(4)
    return !middle.isEmpty && middle.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  func write(_ bytes: Span<UInt8>) throws {
    try requireOpen()
    do {
      try file.write(bytes)
    } catch {
      abandon()
      throw error.ops("cannot write \(path)", changed: "nothing, the unfinished file was removed")
    }
    written += Int64(bytes.count)
    guard written - checked >= Self.stride else { return }
    checked = written
    do {
      try requireSpace()
    } catch {
      abandon()
      throw error
    }
  }

  func commit() throws { try commit(replacing: false) }

  func commit(replacing: Bool) throws {
    try requireOpen()
    do {
      try file.sync()
      // The read-back that follows must meet the device, not our own pages.
      file.dropCache()
      try folder.rename(temporary, to: leaf, replacing: replacing)
    } catch {
      abandon()
      throw error.ops("cannot finish \(path)", changed: "nothing, the unfinished file was removed")
    }
    state = .ended
    do {
      try folder.sync()
    } catch {
      throw error.ops(
        "cannot make \(path) durable", changed: "the file is there, but may be lost by a power cut")
    }
  }

  func abandon() {
    guard state == .open else { return }
    state = .ended
    // Nothing is lost if this fails: a leftover has a name that no reader looks at.
    _ = try? folder.unlink(temporary)
  }

  private func requireOpen() throws {
    guard state == .open else {
      throw OpsError(.failed, "cannot write \(path)", why: "it was finished or given up before")
    }
  }
}
