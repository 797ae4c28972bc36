import Basics
import FoundationEssentials
import MySQL
import Replication

/// A server that was the primary and was given up: it must not take writes when it comes back.
package struct Fence: Sendable, Equatable {
  package let target: String
  package let address: String
  /// Nil where it is not known.
  package let serverID: UInt32?
  /// The server that took its place.
  package let successor: String
  package let since: Timestamp

  package init(target: String, address: String, serverID: UInt32?, successor: String, since: Timestamp) {
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
    /// It takes writes, and the server that took its place does not, or cannot be asked: nothing was done.
    case doubtful
  }

  /// Looks at a fenced server, and makes it read-only if it takes writes and its successor does so, too.
  ///
  /// - Parameters:
  ///   - options: How it is reached.
  ///   - successor: How the server is reached that took its place.
  /// - Throws: `SQLFailure` when it answers and cannot be made read-only.
  package static func enforce(
    _ fence: Fence, _ options: ConnectionOptions, successor: ConnectionOptions
  ) async throws -> Meeting {
    guard let (state, id, isReplica) = await look(options, expected: fence.serverID) else { return .absent }
    guard state == .writable else { return isReplica ? .returned : .quiet }
    // It may have become the primary again by somebody's will.
    guard let other = await look(successor, expected: nil), other.0 == .writable, other.1 != id else {
      return .doubtful
    }
    let session = SwitchoverSession(options, serverID: id, lockWait: .seconds(5))
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

  private static func look(
    _ options: ConnectionOptions, expected: UInt32?
  ) async -> (WriteState, UInt32, Bool)? {
    let probe = ProbeSession(options, phase: "fence", expected: expected)
    let found = try? await probe.run { connection in
      let id = try connection.query("SELECT @@server_id AS s").first?["s"].uint ?? 0
      return (
        try WriteState.read(connection), UInt32(clamping: id),
        try !ReplicationChannel.read(connection).isEmpty
      )
    }
    await probe.close()
    return found
  }
}

extension Fence {
  fileprivate var json: JSONValue {
    [
      "target": .string(target), "address": .string(address),
      "server_id": serverID.map { .int(Int64($0)) } ?? .null,
      "successor": .string(successor), "since": .string(since.description),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let members = json.objectValue, let target = members["target"]?.stringValue,
      let address = members["address"]?.stringValue,
      let successor = members["successor"]?.stringValue,
      let since = members["since"]?.stringValue.flatMap({ Timestamp(text: $0) })
    else { return nil }
    self.init(
      target: target, address: address, serverID: members["server_id"]?.intValue.map { UInt32(clamping: $0) },
      successor: successor,
      since: since)
  }
}
