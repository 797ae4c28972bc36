/// What a server's option files say of further ones; pure.
package enum OptionFiles {
  /// The files that a server reads, in its order, by the words it was started with. `~/.my.cnf` is left out: it is in
  /// the home of whoever started the server.
  package static func mainFiles(of arguments: [String]) -> [String] {
    func value(_ name: String) -> String? {
      arguments.last { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
    }
    if arguments.contains("--no-defaults") { return [] }
    if let only = value("defaults-file") { return [only] }
    return ["/etc/my.cnf", "/etc/mysql/my.cnf"] + [value("defaults-extra-file")].compactMap { $0 }
  }

  /// A folder of option files, and the variables that stand behind it in the files that name it: there they win.
  package struct Folder: Sendable, Equatable {
    package let path: String
    package var outdone: Set<String> = []

    package init(_ path: String) { self.path = path }
  }

  /// How files are looked at.
  package struct Disk {
    /// The text of a file; nil when it cannot be read.
    let text: (String) -> String?
    /// The names of the files in a folder.
    let names: (String) -> [String]

    package init(text: @escaping (String) -> String?, names: @escaping (String) -> [String]) {
      self.text = text
      self.names = names
    }
  }

  /// The folder that is read last, of the main files in their order, with all that is read behind our file in it; nil
  /// when none names one.
  package static func lastFolder(in files: [String], on disk: Disk) -> Folder? {
    var folder: Folder?
    for file in files { follow(file, on: disk, depth: 0, &folder) }
    return folder
  }

  /// Servers go no deeper than this.
  private static let deepest = 10

  private static func follow(_ file: String, on disk: Disk, depth: Int, _ folder: inout Folder?) {
    guard depth <= deepest, let text = disk.text(file) else { return }
    for line in text.split(separator: "\n") {
      let line = line.trimmed
      if let path = path(behind: "!includedir", line) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        // A server takes them by name, and ours among them.
        let names = disk.names(path).filter { $0.hasSuffix(".cnf") && $0 != IncludeFile.name }
          .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        func isBefore(_ name: String) -> Bool { name.utf8.lexicographicallyPrecedes(IncludeFile.name.utf8) }
        for name in names where isBefore(name) {
          follow("\(path)/\(name)", on: disk, depth: depth + 1, &folder)
        }
        folder = Folder(path)
        for name in names where !isBefore(name) {
          follow("\(path)/\(name)", on: disk, depth: depth + 1, &folder)
        }
      } else if let path = path(behind: "!include", line) {
        follow(path, on: disk, depth: depth + 1, &folder)
      } else {
        folder?.outdone.formUnion(variables(on: line))
      }
    }
  }

  private static func path(behind word: String, _ line: Substring) -> String? {
    guard line.hasPrefix(word), let next = line.dropFirst(word.count).first, next == " " || next == "\t"
    else {
      return nil
    }
    let path = line.dropFirst(word.count).trimmed
    return path.hasPrefix("/") ? String(path) : nil
  }

  /// The variables that a server's command line sets, which no file outdoes.
  package static func variables(of arguments: [String]) -> Set<String> {
    arguments.dropFirst().filter { $0.hasPrefix("--") && $0.count > 2 }.reduce(into: []) { names, word in
      names.formUnion(variables(on: word.dropFirst(2)))
    }
  }

  /// The variable that a line sets, as servers name it, under all readings of its prefix: `skip-x` is x at OFF, or a
  /// variable of that name.
  private static func variables(on line: Substring) -> Set<String> {
    guard let first = line.first, !"#;[!".contains(first) else { return [] }
    var name = line.prefix { $0 != "=" && $0 != " " && $0 != "\t" }.replacing("-", with: "_").lowercased()
    if name.hasPrefix("loose_") { name = String(name.dropFirst("loose_".count)) }
    var names: Set<String> = [name]
    for prefix in ["skip_", "disable_", "enable_"] where name.hasPrefix(prefix) {
      names.insert(String(name.dropFirst(prefix.count)))
    }
    return names
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }
}
