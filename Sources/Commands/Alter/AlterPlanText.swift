import Basics
import CommandKit
import OnlineAlter
import Replication

/// The plan as people read it.
struct AlterPlanText: Sendable {
  private let request: AlterRequest
  private let outlook: AlterOutlook
  private let throttle: ThrottleSettings
  private let replicas: ReplicaDiscovery.Outcome
  private let oldTable: MigrationSettings.OldTable

  init(
    _ request: AlterRequest, _ outlook: AlterOutlook, _ throttle: ThrottleSettings,
    _ replicas: ReplicaDiscovery.Outcome, oldTable: MigrationSettings.OldTable
  ) {
    self.request = request
    self.outlook = outlook
    self.throttle = throttle
    self.replicas = replicas
    self.oldTable = oldTable
  }

  func show(on console: Console) {
    switch outlook {
    case .native: break
    case .exchanged:
      console.show(
        """
        plan: \(request.text)
          an earlier run has exchanged the tables; what it left is removed
        """)
    case .rebuild(let plan, let why): show(plan, why, on: console)
    }
  }

  private func show(_ plan: AlterPlan, _ why: String?, on console: Console) {
    console.show("plan: \(plan.statement)")
    for (label, text) in lines(plan, why) {
      // As wide as the terminal, the text beside its label; a pipe gets each in one line.
      let room = console.dataWidth.map { max(30, $0 - Self.indent) } ?? .max
      let wrapped = TextWrap.lines(text, width: room)
      for (index, line) in wrapped.enumerated() {
        let start = "  " + (index == 0 ? label : "")
        console.show(start.padded(to: Self.indent) + line)
      }
    }
  }

  private static let indent = 15

  private func lines(_ plan: AlterPlan, _ why: String?) -> [(label: String, text: String)] {
    var lines = [
      ("server", "\(plan.server)"),
      (
        "table",
        "\(plan.table), about \(plan.size.rows) rows, \(ByteCount(plan.size.dataBytes)) of data and "
          + "\(ByteCount(plan.size.indexBytes)) of indexes"
      ),
    ]
    if let why { lines.append(("rebuild", "needed: \(why)")) }
    let end = oldTable == .dropped ? "is dropped at the end" : "stays as \(plan.names.old.name)"
    lines.append(("ghost table", "\(plan.names.ghost.name); the table as it was \(end)"))
    lines.append(("columns", plan.columnLines.joined(separator: "; ")))
    for (index, line) in plan.facts.choice.lines.enumerated() {
      lines.append((index == 0 ? "copy key" : "", line))
    }
    for key in plan.newUniqueKeys {
      lines.append(("unique key", "\(key) is new; rows that have the same values end the migration"))
    }
    lines.append(("disk", disk(plan)))
    lines.append(("replicas", watched))
    lines.append(("time", time(plan)))
    lines.append(("cut-over", plan.cutOver))
    if let earlier = plan.earlier {
      lines.append(("resumes", "an earlier run, which has copied \(earlier.copied) rows"))
    }
    return lines + (plan.warnings + replicas.problems).map { ("note", $0) }
  }

  private func disk(_ plan: AlterPlan) -> String {
    let need = "about \(plan.need.ghost) for the ghost table, and \(plan.need.log) in the binary log"
    switch plan.disk {
    case .unknown(let why): return "\(need); free space not known: \(why)"
    case .known(let room):
      return "\(need); \(room.place) has \(room.space.free) free, \(room.floor) must be left"
    }
  }

  private var watched: String {
    let addresses = replicas.replicas.map(\.address.description)
    guard !addresses.isEmpty else {
      return throttle.controlReplicas == .discovered ? "none found" : "none watched, as asked for"
    }
    return
      "\(addresses.joined(separator: ", ")) watched; lag of more than \(throttle.maximumLag.text) holds copying"
  }

  private func time(_ plan: AlterPlan) -> String {
    "about \(plan.estimate.text), an estimate from \(ByteCount(AlterPlan.bytesPerSecond)) a second; what holds copying back "
      + "and many writes make it longer"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self + " "
  }
}
