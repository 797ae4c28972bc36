import FoundationEssentials

/// Who runs this, and where.
enum Operator {
  static func name(_ context: CommandContext) -> String {
    "\(context.environment["USER"] ?? "somebody")@\(ProcessInfo.processInfo.hostName)"
  }
}
