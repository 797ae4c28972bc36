import FoundationEssentials
import Testing

/// Texts kept in files beside the tests, so that a change of what users see shows in review.
///
/// `DBOPS_RECORD_SNAPSHOTS=1 swift test --filter …` writes them anew.
package struct Snapshot {
  private let folder: URL

  /// - Parameter file: The test's own file; its folder holds `Snapshots`.
  package init(besideTestFile file: String = #filePath) {
    folder = URL(filePath: file).deletingLastPathComponent()
      .appending(path: "Snapshots", directoryHint: .isDirectory)
  }

  /// Names of the snapshots there are, with their extension.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  /// Expects `text` to be what the snapshot holds, or writes it there.
  package func expect(
    _ text: String, named name: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appending(path: name)
    guard Environment.value("DBOPS_RECORD_SNAPSHOTS") == nil else {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try Data(text.utf8).write(to: file, options: .atomic)
    }
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      text == kept, "\(name) has changed: record it with DBOPS_RECORD_SNAPSHOTS=1 and review the diff",
      sourceLocation: location)
  }
}
