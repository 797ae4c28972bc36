import Basics
import MySQL

/// The folder of option files of a server on this machine, and our file in it.
struct LocalOptions: Sendable {
  let folder: OptionFiles.Folder

  var path: String { "\(folder.path)/\(IncludeFile.name)" }

  /// Why values cannot be stored for the server from here.
  struct Absence: Error {
    let reason: String
  }

  /// Where the server says it runs.
  struct Place: Sendable {
    let host: String
    let pidFile: String
  }

  static func place(_ connection: isolated Connection) throws -> Place {
    let row = try connection.query("SELECT @@hostname AS h, @@pid_file AS p, @@datadir AS d").first
    let pidFile = row?["p"].string ?? ""
    return Place(
      host: row?["h"].string ?? "",
      pidFile: pidFile.hasPrefix("/") ? pidFile : (row?["d"].string ?? "") + pidFile)
  }

  /// - Throws: ``Absence``.
  init(of place: Place) throws(Absence) {
    let arguments = try Self.arguments(of: place)
    let files = OptionFiles.mainFiles(of: arguments)
    let disk = OptionFiles.Disk { path in
      (try? SmallFileHandle.read(path)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    } names: {
      SmallFileHandle.names(in: $0)
    }
    guard var folder = OptionFiles.lastFolder(in: files, on: disk) else {
      let names =
        files.isEmpty ? "it was started without any" : "no !includedir in \(files.joined(separator: ", "))"
      throw Absence(reason: "its option files name no folder of further ones: \(names)")
    }
    guard SmallFileHandle.canWrite(in: folder.path) else {
      throw Absence(reason: "this account may not write in \(folder.path)")
    }
    // What is set while the server runs hides that its command line sets it, too, which wins at the next start.
    folder.outdone.formUnion(OptionFiles.variables(of: arguments))
    self.folder = folder
  }

  /// Our file as it is; an empty one where there is none.
  func file() throws(OpsError) -> IncludeFile {
    guard let bytes = try SmallFileHandle.read(path, mustBeRegular: true) else { return IncludeFile() }
    return try IncludeFile(parsing: String(decoding: bytes, as: UTF8.self), path: path)
  }

  func keep(_ file: IncludeFile) throws(OpsError) {
    if file.values.isEmpty {
      try SmallFileHandle.remove(path)
    } else {
      try SmallFileHandle.replace(path, with: Array(file.text.utf8))
    }
  }

  /// The words that the server was started with; proof that it runs here.
  private static func arguments(of place: Place) throws(Absence) -> [String] {
    let name = text(of: "/proc/sys/kernel/hostname")
    guard let name, !place.host.isEmpty, name == place.host else {
      throw Absence(reason: "the server runs on another machine, \(place.host)")
    }
    guard let pid = text(of: place.pidFile), pid.allSatisfy(\.isNumber), !pid.isEmpty else {
      throw Absence(reason: "\(place.pidFile), which names its process, cannot be read")
    }
    guard let bytes = try? SmallFileHandle.read("/proc/\(pid)/cmdline") else {
      throw Absence(reason: "its process \(pid) does not run on this machine")
    }
    let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let program = words.first?.split(separator: "/").last ?? ""
    guard ["mariadbd", "mysqld"].contains(where: program.hasPrefix) else {
      throw Absence(reason: "process \(pid) is not its server")
    }
    return words
  }

  private static func text(of path: String) -> String? {
    guard let bytes = try? SmallFileHandle.read(path) else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
