import Basics
import Glibc

/// Keeps objects as files below one folder.
///
/// Folders have mode 0700 and files 0600. Below the root no link is followed. A file is written under a
/// temporary name, synced, renamed, and its folder synced.
package final class DirectoryStore: ObjectStore {
  package let location: String
  private let root: DescriptorHandle
  private let minimumFree: MinimumFree

  /// The space that writing must leave free; 0 by default.
  package enum MinimumFree: Sendable, Equatable {
    case bytes(ByteCount)
    /// A part of the file system's size, 0 to 1.
    case ratio(Double)
  }

  /// Whether the root folder may be made.
  package enum Root: Sendable { case existing, created }

  /// - Throws: `OpsError` `notFound` when the folder is missing and `root` is `existing`; `failed` otherwise.
  package init(path: String, root: Root = .existing, minimumFree: MinimumFree = .bytes(ByteCount(0))) throws {
    location = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.minimumFree = minimumFree
    if root == .created { try Self.makeRoot(location) }
    do {
      self.root = try DescriptorHandle(path: location, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      guard error.number == ENOENT else { throw error.ops("cannot open the folder \(location)") }
      throw OpsError(
        .notFound, "there is no folder \(location)", hint: "make the repository with 'dbops init'")
    }
  }

  private static func makeRoot(_ path: String) throws {
    var current = path.hasPrefix("/") ? "/" : "."
    for component in path.split(separator: "/") {
      do {
        let parent = try DescriptorHandle(path: current, flags: O_RDONLY | O_DIRECTORY)
        try parent.makeFolder(String(component))
        try parent.sync()
      } catch {
        guard error.number == EEXIST else { throw error.ops("cannot make the folder \(path)") }
      }
      current += "/\(component)"
    }
  }

  package func create(_ name: ObjectName) throws -> any ObjectWriter {
    let (folder, leaf) = try place(name)
    let open = try openFolder(folder, creating: true)
    return try DirectoryWriter(leaf: leaf, folder: open, path: path(name)) { [self] in try requireSpace() }
  }

  package func open(_ name: ObjectName) throws -> any ObjectReader {
    let (folder, leaf) = try place(name)
    do {
      let open = try openFolder(folder, creating: false)
      let file = try DescriptorHandle(leaf, in: open, flags: O_RDONLY | O_NONBLOCK)
      guard try file.status().kind == .file else { throw notAFile(name) }
      return DirectoryReader(file: file, path: path(name))
    } catch let error as SystemError {
      throw missing(error, name)
    }
  }

  package func publish(
    _ name: ObjectName, _ bytes: [UInt8], expecting: PublishExpectation
  ) throws -> PublishOutcome {
    let (folder, leaf) = try place(name)
    let open = try openFolder(folder, creating: true)
    // Held from the comparison to the rename; the kernel gives it back if we die.
    let guardian = try lock(open, path: path(folder))
    defer { withExtendedLifetime(guardian) {} }
    // One that cannot be removed hurts nobody.
    _ = try? sweep(open, leaf: leaf)
    switch expecting {
    case .anything: break
    case .absent: guard try size(name) == nil else { return .conflict }
    case .exactly(let expected):
      guard try size(name) != nil, try contents(name) == expected else { return .conflict }
    }
    let writer = try DirectoryWriter(leaf: leaf, folder: open, path: path(name)) {}
    try writer.write(bytes.span)
    try writer.commit(replacing: true)
    return .published
  }

  package func sweep(_ name: ObjectName) throws -> Int {
    let (folder, leaf) = try place(name)
    do {
      let open = try openFolder(folder, creating: false)
      // Looking needs no lock, and most often there is nothing.
      guard try !Self.leftovers(of: leaf, in: open).isEmpty else { return 0 }
      let guardian = try lock(open, path: path(folder))
      defer { withExtendedLifetime(guardian) {} }
      return try sweep(open, leaf: leaf)
    } catch let error as SystemError {
      guard error.number != ENOENT else { return 0 }
      throw error.ops("cannot remove what is left of writing \(path(name))")
    }
  }

  /// Removes the temporary files of dead publishers; only for who holds the folder's lock.
  ///
  /// That lock is what proves them dead: a publisher has it from before it makes its temporary file until after that
  /// file is renamed or removed, so a file that is there while we have it belongs to nobody. Files of other names
  /// are left alone, since objects are written without the lock.
  private func sweep(_ folder: borrowing DescriptorHandle, leaf: String) throws(SystemError) -> Int {
    let names = try Self.leftovers(of: leaf, in: folder)
    for name in names { try folder.unlink(name) }
    return names.count
  }

  private static func leftovers(
    of leaf: String, in folder: borrowing DescriptorHandle
  ) throws(SystemError) -> [String] {
    try folder.names().filter { DirectoryWriter.isTemporary($0, of: leaf) }
  }

  private func lock(_ folder: borrowing DescriptorHandle, path: String) throws -> DescriptorHandle {
    do {
      while true {
        let file = try DescriptorHandle(".lock", in: folder, flags: O_RDWR | O_CREAT, mode: 0o600)
        try file.lock()
        // Who cleans a folder removes this file, too, and then the lock on it keeps nobody out any more.
        if try file.status().links > 0 { return file }
      }
    } catch {
      throw error.ops("cannot lock \(path)")
    }
  }

  package func list(_ folder: ObjectName) throws -> [StoreEntry] {
    do {
      let open = try openFolder(folder, creating: false)
      var entries: [StoreEntry] = []
      for name in try open.names() where !name.hasPrefix(".") {
        entries.append(try entry(name, in: open))
      }
      return entries.sorted { $0.name < $1.name }
    } catch let error as SystemError {
      guard error.number != ENOENT else { return [] }
      throw error.ops("cannot list \(path(folder))")
    }
  }

  private func entry(_ name: String, in folder: borrowing DescriptorHandle) throws(SystemError) -> StoreEntry
  {
    let status = try folder.status(of: name)
    switch status.kind {
    case .folder: return StoreEntry(name: name, kind: .folder)
    case .file: return StoreEntry(name: name, kind: .object(ByteCount(status.size)))
    case .other: return StoreEntry(name: name, kind: .foreign)
    }
  }

  package func size(_ name: ObjectName) throws -> ByteCount? {
    let (folder, leaf) = try place(name)
    do {
      let status = try openFolder(folder, creating: false).status(of: leaf)
      guard status.kind == .file else { throw notAFile(name) }
      return ByteCount(status.size)
    } catch let error as SystemError {
      guard error.number != ENOENT else { return nil }
      throw error.ops("cannot look at \(path(name))")
    }
  }

  package func delete(_ name: ObjectName) throws {
    let (folder, leaf) = try place(name)
    do {
      let open = try openFolder(folder, creating: false)
      try open.unlink(leaf)
      try open.sync()
    } catch let error as SystemError {
      guard error.number != ENOENT else { return }
      throw error.ops("cannot remove \(path(name))")
    }
  }

  package func clean(_ folder: ObjectName) throws -> Int {
    let (parent, leaf) = try place(folder)
    do {
      let open = try openFolder(folder, creating: false)
      let leftovers = try open.names().filter { $0.hasPrefix(".") }
      for name in leftovers { try open.unlink(name) }
      guard try open.names().isEmpty else { return leftovers.count }
      let above = try openFolder(parent, creating: false)
      try above.removeFolder(leaf)
      try above.sync()
      return leftovers.filter { $0 != ".lock" }.count
    } catch let error as SystemError {
      guard error.number != ENOENT else { return 0 }
      throw error.ops("cannot clean \(path(folder))")
    }
  }

  package func freeSpace() throws -> ByteCount? {
    ByteCount(
      try explaining("cannot tell the free space of \(location)") { () throws(SystemError) in
        try root.space().free
      })
  }

  private func requireSpace() throws {
    guard minimumFree != .bytes(ByteCount(0)) else { return }
    let space = try explaining("cannot tell the free space of \(location)") { () throws(SystemError) in
      try root.space()
    }
    let floor =
      switch minimumFree {
      case .bytes(let count): count
      case .ratio(let part): ByteCount(Int64(Double(space.total) * part))
      }
    guard space.free >= floor.bytes else {
      throw OpsError(
        .failed, "cannot write to \(location)",
        why: "\(ByteCount(space.free)) are free, and \(floor) must stay so",
        hint: "free some space there or lower min-free, then run again")
    }
  }

  private func place(_ name: ObjectName) throws -> (folder: ObjectName, leaf: String) {
    guard let leaf = name.components.last else {
      throw OpsError(.refused, "the root of \(location) is not an object")
    }
    var folder = ObjectName.root
    for component in name.components.dropLast() { folder = try folder.appending(component) }
    return (folder, leaf)
  }

  /// Walks down component by component, so that no link on the way is followed.
  private func openFolder(_ name: ObjectName, creating: Bool) throws -> DescriptorHandle {
    let flags = O_RDONLY | O_DIRECTORY
    var current = try DescriptorHandle(".", in: root, flags: flags)
    for component in name.components {
      do {
        current = try DescriptorHandle(component, in: current, flags: flags)
      } catch {
        guard creating, error.number == ENOENT else { throw error }
        current = try makeFolder(component, in: current, path: path(name))
      }
    }
    return current
  }

  private func makeFolder(
    _ component: String, in parent: borrowing DescriptorHandle, path: String
  ) throws -> DescriptorHandle {
    do {
      try parent.makeFolder(component)
      try parent.sync()
    } catch {
      // Another worker may have been faster.
      guard error.number == EEXIST else { throw error.ops("cannot make the folder \(path)") }
    }
    return try DescriptorHandle(component, in: parent, flags: O_RDONLY | O_DIRECTORY)
  }

  private func missing(_ error: SystemError, _ name: ObjectName) -> OpsError {
    switch error.number {
    case ENOENT: OpsError(.notFound, "there is no \(path(name))")
    case ELOOP, ENOTDIR: notAFile(name)
    default: error.ops("cannot open \(path(name))")
    }
  }

  private func notAFile(_ name: ObjectName) -> OpsError {
    OpsError(.corrupt, "\(path(name)) is not a file", why: "a link or a folder lies there or above it")
  }
}
