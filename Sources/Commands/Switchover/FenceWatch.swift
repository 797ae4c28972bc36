import Basics
import MySQL
import Replication
import Switchover

/// Keeps primaries that were given up from taking writes when they come back.
struct FenceWatch: Sendable {
  private let target: ReplicatedTarget
  private let fences: Fences
  private let console: Console

  /// Nil without a configuration, whose state folder holds the fences.
  init?(_ target: ReplicatedTarget, _ context: CommandContext) {
    guard context.hasConfiguration, let folder = try? context.settings().state.directory else { return nil }
    self.target = target
    fences = Fences(folder: folder)
    console = context.console
  }

  /// Looks at each fenced server of the target; failures are warned of.
  func look() async {
    for fence in fences.all() where fence.target == target.name {
      guard let address = ServerAddress(text: fence.address),
        let successor = ServerAddress(text: fence.successor)
      else { continue }
      let servers = target.measured.servers
      do {
        switch try await Fences.enforce(
          fence, servers.options(for: address), successor: servers.options(for: successor))
        {
        case .absent, .quiet: break
        case .closed(let clients):
          console.warn(
            "\(fence.address) is back and took writes: it was made read-only, and \(clients) clients were disconnected;"
              + " \(fence.successor) has been the primary since \(fence.since)")
          console.event(
            "fenced",
            [
              "target": .string(fence.target), "server": .string(fence.address),
              "clients": .int(Int64(clients)),
              "successor": .string(fence.successor),
            ])
        case .returned: try fences.remove(fence)
        case .doubtful:
          console.warn(
            "\(fence.address) was given up as the primary on \(fence.since) and takes writes, \(fence.successor), which took its place, does not: nothing was done"
          )
        }
      } catch {
        let failure = OpsError.wrapping(error, as: "it cannot be made read-only")
        console.warn("\(fence.address) is back and must not take writes: \(failure.message)")
      }
    }
  }

  /// Looks every second until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      await look()
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
