import Basics
import FoundationEssentials

/// Files that dbops writes once and never over an existing one.
enum NewFile {
  /// - Throws: `OpsError` `refused` when the file exists, `failed` when it cannot be written.
  static func write(_ text: String, path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      throw OpsError(
        .refused, "cannot write \(path)", why: "it exists", hint: "remove it or choose another name")
    } catch {
      throw OpsError(
        .failed, "cannot write \(path)", why: "\(error)", hint: "check that its folder exists and is yours")
    }
  }
}
