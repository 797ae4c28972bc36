import Basics
import CommandKit
import Commands
import Foundation
import Testing

/// What is written for people, held against the program.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The pages, by their paths from the repository's root.
  private static let pages: [String] = {
    let files = FileManager.default.enumerator(atPath: root.appending(path: "docs").path)?.allObjects ?? []
    let pages = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + pages.sorted()
  }()

  private static func text(_ page: String) throws -> String {
    try String(contentsOf: root.appending(path: page), encoding: .utf8)
  }

  /// The words of each command line of dbops that stands in a block of code.
  private static func commandLines(_ page: String) throws -> [[String]] {
    var isCode = false
    return try text(page).split(separator: "\n").compactMap { line in
      if line.hasPrefix("```") {
        isCode.toggle()
        return nil
      }
      guard isCode, let start = line.range(of: #"(^|\$ |root\s+)dbops( |$)"#, options: .regularExpression)
      else {
        return nil
      }
      let command = line[start.upperBound...].split(separator: " #").first ?? ""
      return words(String(command))
    }
  }

  private static func words(_ line: String) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
    }
  }

  @Test(arguments: pages) func `every command line in the documentation is one that dbops takes`(page: String)
    throws
  {
    for words in try Self.commandLines(page) {
      do {
        _ = try CommandParser(CommandTable.dbops.root.spec).parse(words)
      } catch {
        Issue.record("\(page): dbops \(words.joined(separator: " ")): \(error)")
      }
    }
  }

  @Test func `there are command lines to look at`() throws {
    #expect(try Self.pages.flatMap { try Self.commandLines($0) }.count > 25)
  }

  @Test(arguments: pages) func `every link to a file leads to one`(page: String) throws {
    let folder = Self.root.appending(path: page).deletingLastPathComponent()
    let links = try Self.text(page).matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map { String($0.1) }
    for link in links where !link.contains("://") {
      let isThere = FileManager.default.fileExists(atPath: folder.appending(path: link).path)
      #expect(isThere, "\(page) links to \(link)")
    }
  }

  @Test func `the table of exit codes has each of them with its meaning`() throws {
    let page = try Self.text("docs/guide/exit-codes.md")
    for code in ExitCode.allCases { #expect(page.contains("| \(code.rawValue) | \(code.meaning) | ")) }
    #expect(page.matches(of: /\n\| [0-9]+ \|/).count == ExitCode.allCases.count)
  }
}
