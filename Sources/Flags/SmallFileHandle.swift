import Basics
import Glibc

/// Owns a file descriptor; closed when it goes.
package struct SmallFileHandle: ~Copyable {
  private let number: Int32

  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// The whole of a small file, also of those below /proc, which tell no size.
  ///
  /// - Parameter mustBeRegular: Links, pipes and devices are refused then.
  /// - Returns: Nil when there is no such file.
  /// - Throws: `OpsError` when it cannot be read, or is longer than 1 MiB.
  package static func read(_ path: String, mustBeRegular: Bool = false) throws(OpsError) -> [UInt8]? {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | (mustBeRegular ? O_NOFOLLOW | O_NONBLOCK : 0))
    guard number >= 0 else {
      if errno == ENOENT { return nil }
      if mustBeRegular, errno == ELOOP { throw irregular(path) }
      throw OpsError.system("cannot read \(path)", errno: errno)
    }
    let file = SmallFileHandle(number)
    if mustBeRegular {
      var status = stat()
      guard unsafe fstat(file.number, &status) == 0 else {
        throw OpsError.system("cannot read \(path)", errno: errno)
      }
      guard status.st_mode & S_IFMT == S_IFREG else { throw irregular(path) }
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(file.number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw OpsError.system("cannot read \(path)", errno: errno) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= 1 << 20 else {
        throw OpsError(.failed, "cannot read \(path)", why: "it is longer than 1 MiB")
      }
    }
  }

  private static func irregular(_ path: String) -> OpsError {
    OpsError(
      .corrupt, "cannot keep flags in \(path)", why: "it is a link, a pipe or a device, and no file",
      hint: "find out who put it there, and move it away")
  }

  /// The names in a folder; none where it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let handle = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// Takes away the drafts of a file that runs left behind that were killed; those of the last minutes may belong to
  /// one that is alive.
  private static func removeStaleDrafts(of path: String) {
    let parts = path.split(separator: "/")
    guard let last = parts.last else { return }
    let folder = parts.dropLast().reduce("") { "\($0)/\($1)" }
    for name in names(in: folder) where name.hasPrefix("\(last).") && name.hasSuffix(".new") {
      var status = stat()
      let draft = "\(folder)/\(name)"
      guard unsafe lstat(draft, &status) == 0, status.st_mtim.tv_sec + 600 < time(nil) else { continue }
      _ = unsafe unlink(draft)
    }
  }

  /// Puts a file with these bytes in the place of what is there, in one step, and waits until the disk has it.
  ///
  /// - Throws: `OpsError`; what was there before is there then.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(OpsError) {
    // No `.cnf` at the end: a server that starts meanwhile passes it over.
    removeStaleDrafts(of: path)
    let draft = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16)).new"
    let number = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw OpsError.system("cannot write \(draft)", errno: errno) }
    let file = SmallFileHandle(number)
    // The server's account reads it, whatever the umask here; there is no secret in it.
    var failure: Int32?
    if !(fchmod(file.number, 0o644) == 0 && file.write(bytes) && fsync(file.number) == 0) { failure = errno }
    if failure == nil, unsafe rename(draft, path) != 0 { failure = errno }
    if let failure {
      _ = unsafe unlink(draft)
      throw OpsError.system("cannot write \(path)", errno: failure)
    }
    try settle(path)
  }

  /// Takes a file away; one that is not there is no failure.
  static func remove(_ path: String) throws(OpsError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw OpsError.system("cannot remove \(path)", errno: errno)
    }
    try settle(path)
  }

  /// Whether files can be made in the folder.
  static func canWrite(in folder: String) -> Bool { unsafe access(folder, W_OK | X_OK) == 0 }

  /// Waits until the disk has the entry of the file in its folder.
  private static func settle(_ path: String) throws(OpsError) {
    let folder = path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    let number = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw OpsError.system("cannot open \(folder)", errno: errno) }
    let file = SmallFileHandle(number)
    guard fsync(file.number) == 0 else { throw OpsError.system("cannot sync \(folder)", errno: errno) }
  }

  private borrowing func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let step = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { return false }
      sent += step
    }
    return true
  }
}
