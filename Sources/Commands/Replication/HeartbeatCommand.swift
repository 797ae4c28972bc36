import Basics
import CommandKit
import MySQL
import Replication
import Synchronization

/// `dbops heartbeat`
enum HeartbeatCommand {
  static let interval = Option(
    "interval", value: .duration(),
    help: "Time between two heartbeats, from 100ms to 1s; the target's by default.")
  static let once = Option(flag: "once", help: "Write one heartbeat and end.")
  static let follow = Option(
    flag: "follow", help: "When another server of the target becomes the primary, go on there.")

  static let command = Command(
    CommandSpec(
      "heartbeat",
      summary: "writes the time into a table of the primary, by whose age on replicas lag is measured",
      discussion: """
        Writes until it is stopped by SIGINT or SIGTERM, and goes on by itself when the server was away. The table has \
        pt-heartbeat's layout, and is made where it is missing. The time is the primary's own, in UTC, with microseconds.

        It writes to no server that is read-only or a replica, whatever the account may do. When the primary becomes \
        one of them, it ends with status 21; with --follow it looks for the server that takes the writes now, and goes on \
        there.
        """,
      examples: [
        CommandExample("dbops heartbeat --target shop", "Write heartbeats as the target's settings say"),
        CommandExample(
          "dbops heartbeat --target shop --follow", "Go on after a switchover, too: for a service"),
        CommandExample("dbops heartbeat --target shop --interval 100ms", "Ten times a second"),
        CommandExample(
          "dbops heartbeat --target shop --once", "Make the table, see whether it can be written"),
        CommandExample(
          "dbops heartbeat --host db1 --user dbops --heartbeat-table percona.heartbeat",
          "In place of pt-heartbeat --update, without a configuration"),
      ],
      options: [interval, once, follow, ReplicatedTarget.table], sections: [ServerOptions.section],
      rules: ServerOptions.rules + [.exclusive([interval, once]), .exclusive([follow, once])],
      exits: [.privilege, .refused, .aborted, .configuration, .interrupted, .terminated])
  ) { invocation, context in
    let target = try ReplicatedTarget.one(invocation, context)
    let interval = invocation[interval] ?? target.interval
    guard HeartbeatWriter.intervals.contains(interval) else {
      throw OpsError(
        .usage, "cannot write heartbeats every \(interval.text)",
        why:
          "the interval must be from \(HeartbeatWriter.intervals.lowerBound.text) to \(HeartbeatWriter.intervals.upperBound.text)",
        hint: invocation.isGiven(Self.interval)
          ? "give another --interval" : "correct heartbeat.interval of \(target.name)")
    }
    let report = HeartbeatReport(target: target, interval: interval, console: context.console)
    let isOnce = invocation[once]
    let writer = HeartbeatWriter(target.heartbeat, on: target.primary, every: interval) { event in
      if !isOnce || event == .madeTable { report.tell(event) }
    }
    guard !isOnce else {
      _ = try await writer.writeOnce()
      context.console.say("wrote one heartbeat into \(target.heartbeat.name) on \(target.primary.address)")
      return .ok(report.members.merging(["heartbeats": 1]) { $1 })
    }
    let name = invocation[GlobalOptions.target] ?? ""
    let follows = invocation[follow]
    return try await Journal(context).run("heartbeat", target: name) {
      do {
        try await withThrowingTaskGroup(of: Void.self) { group in
          if let fences = FenceWatch(target, context) { group.addTask { await fences.run() } }
          group.addTask {
            if follows {
              try await HeartbeatPursuit(target, interval, report).run()
            } else {
              try await writer.run { report.note($0) }
            }
          }
          // The other one never ends by itself.
          defer { group.cancelAll() }
          while try await group.next() != nil {}
        }
      } catch let error as CancellationError {
        report.end()
        throw error
      }
      return .ok
    }
  }
}

/// Writes heartbeats to whichever server of a target takes its writes.
struct HeartbeatPursuit: Sendable {
  private let target: ReplicatedTarget
  private let interval: Duration
  private let report: HeartbeatReport

  /// Between two looks for the server that takes writes.
  private static let pause = Duration.milliseconds(300)
  /// A server that does not answer for longer may have been replaced.
  private static let patience = Duration.seconds(2)

  init(_ target: ReplicatedTarget, _ interval: Duration, _ report: HeartbeatReport) {
    self.target = target
    self.interval = interval
    self.report = report
  }

  /// Ends by an error alone: cancellation, or what trying again does not mend.
  func run() async throws {
    var refusing: ServerAddress?
    while true {
      let place = try await primary()
      let report = report
      report.move(to: place.address)
      let writer = HeartbeatWriter(target.heartbeat, on: place, every: interval) { report.tell($0) }
      do {
        try await writer.run(patience: Self.patience) { report.note($0) }
      } catch let error as OpsError where error.code == .aborted {
        refusing = nil
        report.tell(.lost(error.message))
      } catch let error as OpsError where error.code == .refused && refusing != place.address {
        // It may have been closed since it was found. What it is refused for a second time stays so.
        refusing = place.address
        report.tell(.lost(error.message))
        try await Task.sleep(for: Self.pause)
      } catch let failure as SQLFailure where [.connectionLost, .unreachable].contains(failure.kind) {
        report.tell(.lost(failure.description))
      }
    }
  }

  /// Waits until exactly one server takes writes and replicates nobody.
  private func primary() async throws -> ConnectionOptions {
    while true {
      let topology = await TopologySearch(target.starts).run()
      try Task.checkCancellation()
      let takers = topology.members.filter { $0.facts.map { $0.isWritable && !$0.isReplica } ?? false }
      if let only = takers.first, takers.count == 1 {
        return target.measured.servers.options(for: only.address)
      }
      try await Task.sleep(for: Self.pause)
    }
  }
}

/// Tells what a writer of heartbeats does.
final class HeartbeatReport: Sendable {
  private let target: ReplicatedTarget
  private let interval: Duration
  private let console: Console
  private let tally = Mutex(HeartbeatWriter.Tally())
  /// What was told last, so that the same is not told twice a second.
  private let last = Mutex("")
  /// The server that is written to.
  private let address: Mutex<ServerAddress>

  init(target: ReplicatedTarget, interval: Duration, console: Console) {
    self.target = target
    address = Mutex(target.primary.address)
    self.interval = interval
    self.console = console
  }

  var members: [String: JSONValue] {
    [
      "target": .string(target.name), "host": .string(address.withLock(\.description)),
      "table": .string(target.heartbeat.name.description), "interval_seconds": .double(interval.inSeconds),
    ]
  }

  /// From here on another server is meant.
  func move(to place: ServerAddress) { address.withLock { $0 = place } }

  func note(_ tally: HeartbeatWriter.Tally) { self.tally.withLock { $0 = tally } }

  func tell(_ event: HeartbeatWriter.Event) {
    let place = "\(target.heartbeat.name) on \(address.withLock { $0 })"
    switch event {
    case .madeTable:
      emit("made", "made \(place)")
    case .writing(let serverID):
      emit(
        "writing", "writing heartbeats into \(place) (server_id \(serverID)) every \(interval.text)",
        ["server_id": .int(Int64(serverID))])
    case .lost(let reason):
      emit("lost", "no heartbeats: \(reason); trying again", ["reason": .string(reason)])
    case .held(let reason):
      emit("held", "a heartbeat was held up: \(reason)", ["reason": .string(reason)])
    }
  }

  /// The last words of a writer that was asked to stop.
  func end() {
    let tally = tally.withLock { $0 }
    let slowest = "the slowest took \(tally.slowest.text)"
    emit(
      "stopped", "stopped after \(tally.written) heartbeats, \(tally.reconnects) reconnections; \(slowest)",
      [
        "heartbeats": .int(tally.written), "reconnects": .int(tally.reconnects),
        "slowest_seconds": .double(tally.slowest.inSeconds),
      ])
  }

  private func emit(_ state: String, _ text: String, _ more: [String: JSONValue] = [:]) {
    let isNew = last.withLock { last in
      defer { last = text }
      return last != text
    }
    guard isNew else { return }
    if console.style.form == .text {
      state == "lost" || state == "held" ? console.warn(text) : console.say(text)
    }
    console.event("heartbeat", members.merging(more) { $1 }.merging(["state": .string(state)]) { $1 })
  }
}
