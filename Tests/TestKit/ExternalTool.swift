import Foundation

/// A program of the system that a test runs: a shell, a checker.
package struct ExternalTool: Sendable {
  private let path: String

  /// Nil when no folder of `PATH` has it.
  package init?(_ name: String) {
    let folders = (Environment.value("PATH") ?? "").split(separator: ":")
    let found = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { return nil }
    path = found
  }

  package static func exists(_ name: String) -> Bool { ExternalTool(name) != nil }

  /// What a run left behind.
  package struct Result: Sendable {
    package let status: Int32
    /// Standard output and standard error together.
    package let output: String
  }

  /// Runs the program with `input` on its standard input and waits for its end.
  package func run(_ arguments: [String], input: String = "") throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    let file = FileManager.default.temporaryDirectory.appending(path: "dbops-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
  }
}
