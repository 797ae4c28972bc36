import Basics
import FoundationEssentials
import MySQL
import TestKit
import Testing

/// One folder of `Tests/AlterCases`, as one server plays it; its README tells what the files mean.
struct AlterCase: Sendable {
  /// What must come of the migration.
  enum Expectation: Sendable, Equatable {
    /// The table is what the server's own ALTER makes of it.
    case equal
    /// The migration ends with this status and these words; the table is as it was. What is `refused` leaves
    /// nothing behind, what is `aborted` may leave a ghost table.
    case refused(code: Int32, text: String)
    case aborted(code: Int32, text: String)
  }

  let name: String
  let server: TestServer
  let table: String
  let create: [String]
  let session: [String]
  let alter: String
  /// Whether rows may be copied by a key that gets coarser.
  let allowsCoarserKey: Bool
  /// Transactions that go on all the while; nil for those that can be derived from the table.
  let changes: [[String]]?
  let expectation: Expectation

  /// The first word of the name.
  var group: String { name.prefix { $0 != "-" }.description }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "AlterCases")

  /// Every case for every server that is there.
  ///
  /// `DBOPS_ALTER_CASES` may name some, divided by commas; each name stands for the cases that begin with it.
  static func all() throws -> [AlterCase] {
    let wanted = (Environment.value("DBOPS_ALTER_CASES") ?? "").split(separator: ",").map(String.init)
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted().filter { name in
      !name.contains(".") && (wanted.isEmpty || wanted.contains { name.hasPrefix($0) })
    }
    return try names.flatMap { name in
      try TestServer.available.compactMap { try AlterCase(name: name, server: $0) }
    }
  }

  /// - Returns: Nil when the case is not for this server.
  /// - Throws: `OpsError` `usage` for a folder that is not as the README says.
  private init?(name: String, server: TestServer) throws {
    let files = CaseFiles(folder: Self.root.appending(path: name), server: server)
    let servers = files.text("servers")?.split(whereSeparator: \.isWhitespace).map(String.init)
    guard servers?.contains(server.rawValue) ?? true else { return nil }
    guard let create = files.text("create", "sql"), let alter = files.text("alter"),
      let expectation = files.text("expect").flatMap({ Expectation($0) })
    else {
      throw OpsError(
        .usage, "the alter case \(name) is not whole", hint: "see Tests/AlterCases/README.md")
    }
    self.name = name
    self.server = server
    self.create = CaseFiles.statements(create)
    self.alter = alter
    allowsCoarserKey = files.text("options") == "--allow-coarser-key"
    self.expectation = expectation
    table = files.text("table") ?? "subject"
    session = CaseFiles.statements(files.text("session", "sql") ?? "")
    changes = files.text("dml", "sql").map(CaseFiles.transactions)
  }
}

/// The cases whose names begin with the same word, on one server.
struct AlterCaseGroup: Sendable, CustomTestStringConvertible {
  let cases: [AlterCase]

  var testDescription: String { cases.first.map { "\($0.group) on \($0.server)" } ?? "nothing" }

  static func all() throws -> [AlterCaseGroup] {
    let cases = Dictionary(grouping: try AlterCase.all()) { "\($0.group) \($0.server)" }
    return cases.keys.sorted().map { AlterCaseGroup(cases: cases[$0] ?? []) }
  }
}

extension AlterCase.Expectation {
  /// `equal`, `refused 20 words` or `aborted 21 words`.
  init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    switch words.first {
    case "equal" where words.count == 1: self = .equal
    case "refused": self = .refused(code: words.code, text: words.text)
    case "aborted": self = .aborted(code: words.code, text: words.text)
    default: return nil
    }
  }
}

extension [String] {
  fileprivate var code: Int32 { count > 1 ? Int32(self[1]) ?? 0 : 0 }
  fileprivate var text: String { count > 2 ? self[2] : "" }
}

/// Reads the files of one case; a file that is named for a server goes before the one for all.
private struct CaseFiles {
  let folder: URL
  let server: TestServer

  func text(_ name: String, _ suffix: String? = nil) -> String? {
    let ending = suffix.map { ".\($0)" } ?? ""
    for file in ["\(name).\(server)\(ending)", "\(name)\(ending)"] {
      if let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) {
        return text.trimmed
      }
    }
    return nil
  }

  /// Statements end with a semicolon at the end of a line.
  static func statements(_ text: String) -> [String] {
    var found: [String] = []
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("--") {
      current += line + "\n"
      guard line.hasSuffix(";") else { continue }
      found.append(String(current.dropLast(2)))
      current = ""
    }
    return current.trimmed.isEmpty ? found : found + [current.trimmed]
  }

  /// Transactions are divided by empty lines.
  static func transactions(_ text: String) -> [[String]] {
    var parts: [String] = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { parts.append("") } else { parts[parts.count - 1] += line + "\n" }
    }
    return parts.map(statements).filter { !$0.isEmpty }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
