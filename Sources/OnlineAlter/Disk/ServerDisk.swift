import Basics
import MySQL

/// Finds out how much room the file system of a server's data has: on this machine by looking, on MariaDB by its DISKS plugin.
package struct ServerDisk: Sendable, Equatable {
  package enum Way: Sendable, Equatable {
    /// The server runs on this machine.
    case here
    /// `information_schema.DISKS`.
    case plugin
    case none(why: String)
  }

  package let way: Way
  /// The folder of the server's data.
  package let folder: String

  private static let unknown = "the server runs elsewhere"
  /// Looks at the log's end; on a busy server it moves between two statements.
  private static let looks = 5

  /// - Parameter database: Whose folder is looked at, where its name is one of the file system's.
  package static func find(_ database: String, _ connection: isolated Connection) throws -> ServerDisk {
    let row = try connection.query("SELECT @@GLOBAL.datadir AS d, @@GLOBAL.log_bin_basename AS b").first
    let data = row?["d"].string ?? ""
    let isPlain = database.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || $0.isASCIILetterOrDigit
    }
    let folder = data + (data.hasSuffix("/") ? "" : "/") + (isPlain ? database : "")
    if connection.options.address.isLoopback, try isHere(folder, log: row?["b"].string ?? "", connection) {
      return ServerDisk(way: .here, folder: folder)
    }
    if let disks = try? Disks.read(connection), Disks.holding(data, disks) != nil {
      return ServerDisk(way: .plugin, folder: data)
    }
    let why = connection.server.flavour == .mariadb ? unknown + ", without the plugin DISKS" : unknown
    return ServerDisk(way: .none(why: why), folder: data)
  }

  /// - Returns: Nil where it is not known.
  package func space(_ connection: isolated Connection) throws -> FileSystemSpace? {
    switch way {
    case .here: FileSystemPlace.space(at: folder)
    case .plugin: Disks.holding(folder, try Disks.read(connection))?.space
    case .none: nil
    }
  }

  /// Whether the paths that the server tells lead to its own files on this machine.
  ///
  /// A port of loopback may lead into a container or to another machine, where the same paths hold other files. The
  /// log's newest file is as long as the server says, between two of its words; no other server's is.
  private static func isHere(_ folder: String, log: String, _ connection: isolated Connection) throws -> Bool
  {
    guard FileSystemPlace(folder)?.isFolder == true else { return false }
    for _ in 0..<looks {
      guard let before = try end(connection) else { return false }
      let path = Self.folder(of: log) + "/" + before.file
      guard let size = FileSystemPlace(path)?.size.bytes else { return false }
      guard let after = try end(connection) else { return false }
      if before.file == after.file, size >= before.offset, size <= after.offset { return true }
    }
    return false
  }

  private static func end(_ connection: isolated Connection) throws -> (file: String, offset: Int64)? {
    let row = try connection.query(connection.server.binaryLogStatusStatement).first
    guard let file = row?["File"].string, let offset = row?["Position"].int else { return nil }
    return (file, offset)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[..<slash])
  }
}

/// A file system that MariaDB's plugin DISKS tells of.
package struct Disks {
  package let path: String
  package let space: FileSystemSpace

  package init(path: String, space: FileSystemSpace) {
    self.path = path
    self.space = space
  }

  package static func read(_ connection: isolated Connection) throws -> [Disks] {
    // In units of 1024 bytes.
    try connection.query("SELECT Path AS p, Available AS a, Total AS t FROM information_schema.DISKS")
      .compactMap {
        row in
        guard let path = row["p"].string, let free = row["a"].int, let total = row["t"].int else {
          return nil
        }
        return Disks(path: path, space: FileSystemSpace(free: .kibibytes(free), total: .kibibytes(total)))
      }
  }

  /// The file system that a folder is in: the one mounted deepest on the way to it.
  package static func holding(_ folder: String, _ disks: [Disks]) -> Disks? {
    guard folder.hasPrefix("/") else { return nil }
    return disks.filter { disk in
      disk.path == "/" || folder == disk.path || folder.hasPrefix(disk.path + "/")
    }.max { $0.path.utf8.count < $1.path.utf8.count }
  }
}

extension UInt8 {
  fileprivate var isASCIILetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
