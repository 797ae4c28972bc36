import Basics
import FoundationEssentials
import MySQL

/// What a switchover has found that its servers do not tell any more once it has begun: kept in a file until it ends, so
/// that a run that was killed can be finished or taken back by the next.
package struct SwitchoverRecord: Sendable, Equatable {
  package let primary: String
  package let candidate: String
  package let started: Timestamp
  /// What the primary's scheduler was.
  package var eventScheduler: String
  /// What `read_only` and `super_read_only` of the primary were.
  package var readOnly: [String: String]

  package init(
    primary: String, candidate: String, started: Timestamp, eventScheduler: String, readOnly: [String: String]
  ) {
    self.primary = primary
    self.candidate = candidate
    self.started = started
    self.eventScheduler = eventScheduler
    self.readOnly = readOnly
  }

  /// Whether it is of the switchover that `cast` goes on with, or takes back.
  package func concerns(_ cast: SwitchoverCast) -> Bool {
    guard let old = cast.primary else { return [primary, candidate].contains(cast.candidate.name) }
    return primary == old.name
  }

  fileprivate var json: JSONValue {
    [
      "version": 1, "primary": .string(primary), "candidate": .string(candidate),
      "started": .string(started.description), "event_scheduler": .string(eventScheduler),
      "read_only": .object(readOnly.mapValues { .string($0) }),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let members = json.objectValue, members["version"]?.intValue == 1,
      let primary = members["primary"]?.stringValue, let candidate = members["candidate"]?.stringValue,
      let started = members["started"]?.stringValue.flatMap({ Timestamp(text: $0) }),
      let eventScheduler = members["event_scheduler"]?.stringValue
    else { return nil }
    self.init(
      primary: primary, candidate: candidate, started: started, eventScheduler: eventScheduler,
      readOnly: (members["read_only"]?.objectValue ?? [:]).compactMapValues(\.stringValue))
  }
}

/// The place of one target's record.
package struct SwitchoverRecords: Sendable {
  private let path: String

  /// - Parameter folder: The state folder.
  package init(folder: String, target: String) {
    let safe = String(target.map { $0.isLetter || $0.isNumber || ".-_".contains($0) ? $0 : "-" })
    path = "\(folder)/switchover-\(safe).json"
  }

  /// The record of a run that did not end; nil when there is none, or it is not whole.
  package func read() -> SwitchoverRecord? {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)),
      let json = try? JSONValue(parsing: Array(bytes))
    else { return nil }
    return SwitchoverRecord(json)
  }

  /// - Throws: `OpsError` when it cannot be written.
  package func write(_ record: SwitchoverRecord) throws(OpsError) {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(record.json.bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw OpsError(
        .failed, "cannot write \(path)", why: String(describing: error),
        hint: "make the state folder writable")
    }
  }

  package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
