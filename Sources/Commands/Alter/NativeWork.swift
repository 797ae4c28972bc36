import Basics
import MySQL
import OnlineAlter

/// Lets the server alter the table by itself.
struct NativeWork: Sendable {
  let request: AlterRequest
  let server: ConnectionOptions
  let settings: MigrationSettings

  /// - Returns: Nil when the table turns out to need a rebuild; then nothing was changed.
  /// - Throws: `OpsError` `aborted` when the table was in use all the while.
  func run(
    _ algorithm: NativeAlgorithm, acts: Bool, _ context: CommandContext
  ) async throws -> CommandResult? {
    context.console.show(
      """
      plan: \(request.text)
        the server does it by itself, without a rebuild: ALGORITHM=\(algorithm.rawValue)
      """)
    guard acts else {
      context.console.say("nothing was changed; add --execute to do it")
      return .ok(members(algorithm, "planned")).told(as: "\(request.table): planned only")
    }
    let native = NativeAlter(request, server, limit: settings.lockLimit)
    var pause = settings.pauses.first
    for attempt in 1...settings.retries {
      switch try await native.attempt() {
      case .done(let used):
        context.console.show("altered \(request.table) by ALGORITHM=\(used.rawValue)")
        return .ok(members(used, "altered")).told(
          as: "\(request.table): \(request.text): ALGORITHM=\(used.rawValue)")
      case .notPossible(let why):
        context.console.say("the table needs a rebuild: \(why)")
        return nil
      case .lockTimedOut:
        context.log.info("the table is in use", ["attempt": "\(attempt)"])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, settings.pauses.longest)
      }
    }
    throw OpsError(
      .aborted, "cannot alter \(request.table)", why: "it was in use each of \(settings.retries) times",
      hint: "end long transactions on the table, then run the same command again")
  }

  private func members(_ algorithm: NativeAlgorithm, _ state: String) -> [String: JSONValue] {
    [
      "state": .string(state), "table": .string(request.table.description),
      "statement": .string(request.text),
      "algorithm": .string(algorithm.rawValue),
    ]
  }
}
