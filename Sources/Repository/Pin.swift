import Basics
import Pipeline

/// Keeps a backup from being removed; lies beside its manifest so that every catalog knows it.
package struct Pin: Sendable, Equatable {
  static let fileName = "pin.json"

  package let reason: String
  package let at: Timestamp

  package init(reason: String, at: Timestamp) {
    self.reason = reason
    self.at = at
  }
}

extension Repository {
  /// Pins a backup; a pin that is there is replaced.
  ///
  /// - Throws: `OpsError` `notFound` when there is no such backup.
  package func pin(target: String, id: BackupID, reason: String) throws {
    _ = try manifest(target: target, id: id)
    let sealed = try SealedJSON([
      "format": .int(1), "backup": .string(id.description), "reason": .string(reason),
      "at": .string(environment.now().description),
    ])
    _ = try store.publish(pinName(target, id), sealed.bytes, expecting: .anything)
    // A removal that began meanwhile has marked the backup or has seen the pin.
    _ = try manifest(target: target, id: id)
  }

  /// Takes a backup's pin away; harmless when it has none.
  package func unpin(target: String, id: BackupID) throws {
    try store.delete(pinName(target, id))
  }

  /// The pin of a backup; nil when it has none.
  package func pin(target: String, id: BackupID) throws -> Pin? {
    let name = try pinName(target, id)
    guard try store.size(name) != nil else { return nil }
    let path = store.path(name)
    let sealed = try SealedJSON(opening: try store.contents(name), path: path)
    let reader = JSONReader(value: sealed.members, path: path)
    try reader.requireFormat(1)
    guard try reader.text("backup") == id.description else { throw reader.invalid("backup") }
    return Pin(reason: try reader.text("reason"), at: try reader.moment("at"))
  }

  private func pinName(_ target: String, _ id: BackupID) throws -> ObjectName {
    try place(target, id).folder().appending(Pin.fileName)
  }
}
