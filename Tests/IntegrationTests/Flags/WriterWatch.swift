import Basics
import MySQL
import Replication
import TestKit

/// Asks servers every 10 ms whether they take writes, beside what goes on.
struct WriterWatch: Sendable {
  struct Report: Sendable {
    var looks = 0
    /// The most servers of one target that took writes at one look.
    var most = 0
  }

  /// Looks until `body` has ended.
  ///
  /// - Parameter roles: The servers of each target.
  static func during(
    _ servers: [TestServer], _ roles: [TestServer.Role] = FlagStage.roles, _ body: () async throws -> Void
  ) async throws -> Report {
    // Sessions that are ended by what goes on are opened again.
    let targets = try servers.map { server in
      try roles.map { ProbeSession(try server.options($0), phase: "test") }
    }
    let watch = Task {
      var report = Report()
      while !Task.isCancelled {
        for target in targets {
          // Who takes writes at two looks at all servers took them at the moment between the two: a server that closes
          // and one that opens behind it, while the first look goes on, are not taken for two.
          guard let first = try await takers(target), let second = try await takers(target) else { continue }
          report.most = max(report.most, first.intersection(second).count)
        }
        report.looks += 1
        try? await Task.sleep(for: .milliseconds(10))
      }
      return report
    }
    let result: Result<Void, any Error>
    do {
      try await body()
      result = .success(())
    } catch {
      result = .failure(error)
    }
    watch.cancel()
    let report = try await watch.value
    for target in targets { for connection in target { await connection.close() } }
    try result.get()
    return report
  }

  /// The places of the servers that take writes; nil when the watch has ended.
  private static func takers(_ target: [ProbeSession]) async throws -> Set<Int>? {
    do {
      return try await takers(asking: target)
    } catch is CancellationError {
      return nil
    }
  }

  private static func takers(asking target: [ProbeSession]) async throws -> Set<Int> {
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for (index, connection) in target.enumerated() {
        group.addTask {
          try await connection.run { connection in
            let row = try connection.query("SELECT @@GLOBAL.read_only AS r").first
            return row?["r"].isOn == false ? index : nil
          }
        }
      }
      var takers: Set<Int> = []
      for try await index in group { if let index { takers.insert(index) } }
      return takers
    }
  }
}
