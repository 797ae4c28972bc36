import Basics
import OnlineAlter

/// The plan as people read it.
struct AlterPlanText: Sendable {
  private let request: AlterRequest
  private let outlook: AlterOutlook
  private let throttle: ThrottleSettings
  private let replicas: ReplicaDiscovery.Outcome

  init(
    _ request: AlterRequest, _ outlook: AlterOutlook, _ throttle: ThrottleSettings,
    _ replicas: ReplicaDiscovery.Outcome
  ) {
    self.request = request
    self.outlook = outlook
    self.throttle = throttle
    self.replicas = replicas
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
    console.show(
      """
      plan: \(plan.statement)
        server: \(plan.server)
        table: \(plan.table), about \(plan.size.rows) rows, \(ByteCount(plan.size.dataBytes)) of data and \
      \(ByteCount(plan.size.indexBytes)) of indexes
        ghost table: \(plan.names.ghost.name), about \(ByteCount(plan.diskBytes)) until the old table is dropped
        columns: \(plan.columnLines.joined(separator: "; "))
      """)
    if let why { console.show("  a rebuild is needed: \(why)") }
    for (index, line) in plan.facts.choice.lines.enumerated() {
      console.show("  \(index == 0 ? "copied by key: " : "    ")\(line)")
    }
    for key in plan.newUniqueKeys {
      console.show("  new unique key: \(key); rows that have the same values end the migration")
    }
    for warning in plan.warnings { console.show("  note: \(warning)") }
    let watched = replicas.replicas.map(\.address.description)
    console.show(
      watched.isEmpty
        ? "  replicas: none found"
        : "  replicas: \(watched.joined(separator: ", ")); lag of more than \(throttle.maximumLag.text) holds copying"
    )
    for problem in replicas.problems { console.show("  note: \(problem)") }
    console.show("  cut-over: \(plan.cutOver)")
    if let earlier = plan.earlier {
      console.show("  carries on with an earlier run: \(earlier.copied) rows are copied")
    }
  }
}
