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

  /// The folder that is read last, of the texts of the main files in their order; nil when none names one.
  package static func lastFolder(in texts: [String]) -> Folder? {
    var folder: Folder?
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      let text = line.trimmed
      if text.hasPrefix("!includedir ") {
        let path = text.dropFirst("!includedir ".count).trimmed
        guard path.hasPrefix("/") else { continue }
        folder = Folder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : String(path))
      } else if let name = variable(on: text) {
        folder?.outdone.insert(name)
      }
    }
    return folder
  }

  /// The variable that a line sets, as servers name it.
  private static func variable(on line: Substring) -> String? {
    guard let first = line.first, !"#;[!".contains(first) else { return nil }
    let name = line.prefix { $0 != "=" && $0 != " " && $0 != "\t" }.replacing("-", with: "_").lowercased()
    return name.hasPrefix("loose_") ? String(name.dropFirst("loose_".count)) : name
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }
}
