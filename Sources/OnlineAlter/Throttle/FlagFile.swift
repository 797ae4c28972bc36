import Basics
import FoundationEssentials

/// A file whose being there says something: hold, end, do not exchange the tables yet.
package struct FlagFile: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Blocks for as long as the file system takes.
  ///
  /// - Throws: `OpsError` `failed` when it cannot be told.
  package func isPresent() throws -> Bool {
    do {
      _ = try FileManager.default.attributesOfItem(atPath: path)
      return true
    } catch let error as CocoaError where [.fileReadNoSuchFile, .fileNoSuchFile].contains(error.code) {
      return false
    } catch let error as CocoaError where error.code == .fileReadNoPermission {
      throw OpsError(.failed, "cannot look for the flag file \(path)", why: "no permission")
    } catch {
      throw OpsError(.failed, "cannot look for the flag file \(path)", why: "\(error)")
    }
  }

  /// What a look at it brings.
  var finding: Finding {
    do {
      return try isPresent() ? .present : .absent
    } catch {
      return .unreadable(OpsError.wrapping(error, as: "cannot look for the flag file \(path)").why)
    }
  }
}
