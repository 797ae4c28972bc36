import Basics
import Foundation
import Pipeline
import Repository
import Testing

@Suite struct FormatDocumentTests {
  private func restore(_ arguments: [String]) throws -> (status: Int32, output: [UInt8], errors: String) {
    let tool = "\(packageRoot)/Tests/Tools/restore_object.py"
    let result = try #require(
      try run(["/usr/bin/python3", tool] + arguments), "there is no /usr/bin/python3")
    if result.status == 77 { try Test.cancel("\(result.errors) run scripts/install-deps") }
    return result
  }

  @Test(arguments: [false, true]) func `a program written after the document restores every object`(
    encrypted: Bool
  ) throws {
    let scratch = try Scratch()
    let (identity, other) = (try Identity.generate(), try Identity.generate())
    let recipients = encrypted ? [other.publicKey, identity.publicKey] : []
    let repository = try Repository.create(DirectoryStore(path: scratch.path + "/repo", root: .created))
    let writer = try repository.begin(target: "shop.eu_1", run: RunID(), recipients: recipients)
    var generator = SystemRandomNumberGenerator()
    let parts = [0, 1, 131_072, 700_000].map { size in
      (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
    for part in parts {
      let sink = try writer.openObject()
      try sink.write(part)
      _ = try sink.finish()
    }
    let contents: JSONValue = ["tables": ["naïve / \u{1F98A}\n"], "size": .int(.max)]
    let manifest = try writer.publish(draft, contents: contents)
    try KeyFile.write(identity, path: scratch.path + "/key")
    let place = [scratch.path + "/repo", "shop.eu_1", "\(manifest.id)"]
    let key = encrypted ? [scratch.path + "/key"] : []
    for (index, part) in parts.enumerated() {
      let result = try restore(place + ["\(index + 1)"] + key)
      #expect(result.status == 0, "\(result.errors)")
      // Compared outside: the differences of two large arrays take minutes to print.
      let isSame = result.output == part
      #expect(isSame)
    }
    #expect(try JSONValue(parsing: restore(place + ["contents"] + key).output) == contents)
  }

  @Test func `a plain object is a file that zstd reads`() throws {
    let scratch = try Scratch()
    let manifest = try makeBackup(Repository.create(scratch.store()), size: 5000)
    let result = try #require(
      try run(["zstd", "-dcqf", "\(scratch.path)/shop/backups/\(manifest.id)/000001.obj"]),
      "zstd is not installed")
    let isSame = result.output == (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(isSame)
  }
}
