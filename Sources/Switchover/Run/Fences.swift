import Basics
import FoundationEssentials
import MySQL
import Replication

/// A server that was the primary and was given up: it must not take writes when it comes back.
package struct Fence: Sendable, Equatable {
  package let target: String
  package let address: String
  package let serverID: UInt32
  /// The server that took its place.
  package let successor: String
  package let since: Timestamp

  package init(target: String, address: String, serverID: UInt32, successor: String, since: Timestamp) {
    self.target = target
    self.address = address
    self.serverID = serverID
    self.successor = successor
    self.since = since
  }
}

/// The fences in the state folder.
///
/// dbops cannot keep a server down. It makes it read-only as soon as a command meets it: `heartbeat`, `lag` and `topology`
/// look at each fence of their target.
package struct Fences: Sendable {
  private let path: String

  /// - Parameter folder: The state folder.
  package init(folder: String) { path = "\(folder)/fences.json" }

  package func all() -> [Fence] {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)),
      let list = try? JSONValue(parsing: Array(bytes)).objectValue?["fences"]?.arrayValue
    else { return [] }
    return list.compactMap(Fence.init)
  }

  /// Adds a fence, in place of one for the same server.
  ///
  /// - Throws: `OpsError` when it cannot be kept.
  package func add(_ fence: Fence) throws(OpsError) {
    try write(all().filter { !($0.target == fence.target && $0.address == fence.address) } + [fence])
  }

  package func remove(_ fence: Fence) throws(OpsError) { try write(all().filter { $0 != fence }) }

  private func write(_ fences: [Fence]) throws(OpsError) {
    let json: JSONValue = ["version": 1, "fences": .array(fences.map(\.json))]
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(json.bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw OpsError(
        .failed, "cannot write \(path)", why: String(describing: error),
        hint: "make the state folder writable")
    }
  }

  /// What came of a look at a fenced server.
  package enum Meeting: Sendable, Equatable {
    /// It does not answer, or is somebody else.
    case absent
    /// It took writes, and takes none any more; so many clients were disconnected.
    case closed(clients: Int)
    /// It takes no writes.
    case quiet
    /// It replicates: it belongs to the others again.
    case returned
  }

  /// Looks at a fenced server, and makes it read-only if it takes writes.
  ///
  /// - Parameter options: How it is reached.
  /// - Throws: `SQLFailure` when it answers and cannot be made read-only.
  package static func enforce(_ fence: Fence, _ options: ConnectionOptions) async throws -> Meeting {
    let probe = ProbeSession(options, phase: "fence", expected: fence.serverID)
    let state: (WriteState, Bool)
    do {
      state = try await probe.run { (try WriteState.read($0), try ReplicationChannel.read($0).isEmpty) }
    } catch {
      await probe.close()
      return .absent
    }
    await probe.close()
    guard state.1 else { return .returned }
    guard state.0 == .writable else { return .quiet }
    let session = SwitchoverSession(options, serverID: fence.serverID, lockWait: .seconds(5))
    do {
      try await session.run { connection in
        if connection.server.flavour == .mysql { try connection.execute("SET GLOBAL super_read_only = ON") }
        try connection.execute("SET GLOBAL read_only = ON")
      }
      let ended = try await session.disconnectClients(but: [])
      await session.close()
      return .closed(clients: ended.count)
    } catch {
      await session.close()
      throw error
    }
  }
}

extension Fence {
  fileprivate var json: JSONValue {
    [
      "target": .string(target), "address": .string(address), "server_id": .int(Int64(serverID)),
      "successor": .string(successor), "since": .string(since.description),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let members = json.objectValue, let target = members["target"]?.stringValue,
      let address = members["address"]?.stringValue, let serverID = members["server_id"]?.intValue,
      let successor = members["successor"]?.stringValue,
      let since = members["since"]?.stringValue.flatMap({ Timestamp(text: $0) })
    else { return nil }
    self.init(
      target: target, address: address, serverID: UInt32(clamping: serverID), successor: successor,
      since: since)
  }
}
