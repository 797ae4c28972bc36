import Basics
import Replication
import Switchover

/// A switchover in words.
struct SwitchoverText: Sendable {
  private let cast: SwitchoverCast
  private let mode: SwitchoverMode

  init(_ cast: SwitchoverCast, _ mode: SwitchoverMode) {
    self.cast = cast
    self.mode = mode
  }

  private var old: String { cast.primary?.name ?? cast.lost?.description ?? "the old primary" }
  private var new: String { cast.candidate.name }

  /// What a step does.
  func text(_ step: SwitchoverStep) -> String {
    switch step {
    case .approach: "wait until \(new) is close behind \(old)"
    case .stopEvents: "stop the event scheduler of \(old)"
    case .close: "make \(old) read-only: nobody can write from here on"
    case .disconnect: "disconnect the clients of \(old)"
    case .capture: "note what \(old) has executed"
    case .catchUp:
      mode == .places && !cast.others.isEmpty
        ? "wait until \(new) and all other replicas have applied it" : "wait until \(new) has applied it"
    case .open: "let \(new) take writes"
    case .attachPrimary: "make \(old) replicate \(new)"
    case .repoint(let index): "make \(cast.others[index].name) replicate \(new)"
    case .detach: "end the replication of \(new)"
    case .startEvents: "run the events on \(new)"
    case .setFlags: "set the flags that are wanted of the new roles"
    case .verify: "look at all servers again"
    case .haltFetching: "stop fetching from \(old), in case it comes back"
    case .applyFetched:
      mode == .places && !cast.others.isEmpty
        ? "apply all that was fetched, on all replicas" : "apply all that \(new) has fetched"
    case .fence: "note that \(old) must not take writes when it comes back"
    }
  }

  /// The step as programs know it.
  func name(_ step: SwitchoverStep) -> String {
    switch step {
    case .approach: "approach"
    case .stopEvents: "stop_events"
    case .close: "close"
    case .disconnect: "disconnect"
    case .capture: "capture"
    case .catchUp: "catch_up"
    case .open: "open"
    case .attachPrimary: "attach_primary"
    case .repoint: "repoint"
    case .detach: "detach"
    case .startEvents: "start_events"
    case .setFlags: "set_flags"
    case .verify: "verify"
    case .haltFetching: "halt_fetching"
    case .applyFetched: "apply_fetched"
    case .fence: "fence"
    }
  }

  func members(_ step: SwitchoverStep) -> [String: JSONValue] {
    var members: [String: JSONValue] = ["step": .string(name(step)), "text": .string(text(step))]
    if case .repoint(let index) = step { members["server"] = .string(cast.others[index].name) }
    return members
  }

  func show(_ plan: SwitchoverPlan, _ findings: [SwitchoverFinding], on console: Console) {
    var table = TextTable([.init("STEP", .right), .init("WHAT", .left, .never)])
    for (index, step) in plan.steps.enumerated() {
      table.add(["\(index + 1)", text(step)])
      console.event("switchover_step", members(step).merging(["state": "planned"]) { $1 })
    }
    console.show(table)
    for finding in findings {
      let word = finding.kind == .refusal ? "REFUSED" : "warning"
      console.show("\(word)  \(finding.server) \(finding.text)")
      if !finding.hint.isEmpty { console.show("         hint: \(finding.hint)") }
      console.event(
        "switchover_finding",
        [
          "kind": finding.kind == .refusal ? "refusal" : "warning", "server": .string(finding.server),
          "text": .string(finding.text), "hint": .string(finding.hint),
        ])
    }
  }

  /// What is told on the way.
  func tell(_ progress: SwitchoverProgress, number: Int, of count: Int, on console: Console) {
    func event(_ state: String, _ step: SwitchoverStep, _ more: [String: JSONValue]) {
      console.event(
        "switchover_step", members(step).merging(more) { $1 }.merging(["state": .string(state)]) { $1 })
    }
    switch progress {
    case .begun: break
    case .done(let step, let time):
      console.say("[\(number)/\(count)] \(text(step)): \(time.text)")
      event("done", step, ["seconds": .double(time.inSeconds)])
    case .failed(let step, let error):
      console.warn("[\(number)/\(count)] \(text(step)): \(error.message)")
      event("failed", step, ["reason": .string(error.message)])
    case .undone(let step, let time):
      console.warn("taken back: \(text(step)) (\(time.text))")
      event("undone", step, ["seconds": .double(time.inSeconds)])
    case .note(let text): console.warn(text)
    }
  }
}
