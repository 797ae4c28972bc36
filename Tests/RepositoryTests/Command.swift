import Foundation

/// Runs a program to its end.
///
/// - Returns: Its status and output; nil when there is no such program.
func run(_ arguments: [String]) throws -> (status: Int32, output: [UInt8], errors: String)? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  // The programs here say little on stderr, so reading one after the other cannot block them.
  let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
  let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return process.terminationStatus == 127 ? nil : (process.terminationStatus, bytes, text)
}

/// The folder of the package.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path
