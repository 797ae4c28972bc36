import Basics
import Flags
import MySQL

/// What `dbops flags apply` is about to do, for people and programs.
struct FlagPlanText {
  private let targets: [(name: String, members: [FleetMember], plan: FlagPlan)]

  init(_ targets: [(name: String, members: [FleetMember], plan: FlagPlan)]) { self.targets = targets }

  func show(on console: Console) {
    var table = TextTable([
      .init("STEP", .right), .init("TARGET"), .init("SERVER", .left, .never), .init("FLAG", .left, .never),
      .init("NOW"), .init("TO"), .init("HOW"),
    ])
    for target in targets {
      for step in target.plan.steps {
        table.add([
          "\(table.rows.count + 1)", target.name, step.address.description, step.name, step.from.description,
          step.to.description, how(step, target.members),
        ])
        console.event("flag_step", Self.members(step).merging(["target": .string(target.name)]) { $1 })
      }
    }
    let servers = targets.reduce(0) { $0 + $1.members.count { $0.part == .changed } }
    if table.rows.isEmpty {
      console.show("nothing to change on \(servers) \(servers == 1 ? "server" : "servers")")
    } else {
      console.show(table)
    }
    for target in targets {
      for left in target.plan.left {
        let word = left.kind == .waitsForRestart ? "waits" : "left"
        console.show("\(word): \(left.address) \(left.name): \(left.reason)")
        console.event(
          "flag_left",
          [
            "target": .string(target.name), "server": .string(left.address.description),
            "flag": .string(left.name),
            "waits": .bool(left.kind == .waitsForRestart), "reason": .string(left.reason),
          ])
      }
    }
  }

  static func members(_ step: FlagStep) -> [String: JSONValue] {
    [
      "server": .string(step.address.description), "flag": .string(step.name),
      "from": .string(step.from.text),
      "to": .string(step.to.text), "action": .string(step.action.rawValue),
    ]
  }

  private func how(_ step: FlagStep, _ members: [FleetMember]) -> String {
    if step.action == .write, case .file(let path, _) = members[step.member].store { return path }
    return step.statements.map(\.text).joined(separator: "; ")
  }
}
