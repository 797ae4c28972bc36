import CommandKit

/// A command: its spec and what it does.
package struct Command: Sendable {
  package let spec: CommandSpec
  let subcommands: [Command]
  let act: Act?

  package typealias Act = @Sendable (Invocation, CommandContext) async throws -> CommandResult

  /// A command that does something, alone or with subcommands below it.
  package init(_ spec: CommandSpec, subcommands: [Command] = [], act: @escaping Act) {
    self.init(spec: spec, subcommands: subcommands, act: act)
  }

  /// A word that only holds subcommands.
  package init(group spec: CommandSpec, _ subcommands: [Command]) {
    var spec = spec
    spec.role = .group
    self.init(spec: spec, subcommands: subcommands, act: nil)
  }

  private init(spec: CommandSpec, subcommands: [Command], act: Act?) {
    var spec = spec
    spec.subcommands = subcommands.map(\.spec)
    self.spec = spec
    self.subcommands = subcommands
    self.act = act
  }

  /// The command that `path` leads to, one word a step.
  func find(_ path: ArraySlice<String>) -> Command? {
    guard let word = path.first else { return self }
    return subcommands.first { $0.spec.name == word }?.find(path.dropFirst())
  }
}
