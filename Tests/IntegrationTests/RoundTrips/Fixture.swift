import Foundation

/// A script of `Tests/Fixtures`.
struct Fixture {
  private let folder: URL

  init(file: String = #filePath) {
    folder = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures")
  }

  /// The script with `word`, by which its databases and accounts are named, replaced by `name`.
  func script(_ path: String, replacing word: String, by name: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8).replacing(word, with: name)
  }
}
