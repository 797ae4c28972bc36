import Basics

/// Holds the options given against a command's rules.
struct OptionRuleCheck {
  let given: Set<String>
  let commandLine: String

  func check(_ rules: [OptionRule]) throws(OpsError) {
    for rule in rules { try check(rule) }
  }

  private func check(_ rule: OptionRule) throws(OpsError) {
    switch rule {
    case .exclusive(let options):
      let clash = names(options).filter(given.contains).map { "--\($0)" }
      guard clash.count < 2 else {
        throw OpsError(
          .usage, "\(listed(clash, last: "and")) exclude each other",
          hint: "give one of them, see `\(commandLine) --help`")
      }
    case .requires(let option, let other):
      let (name, needed) = (option.definition.name, other.definition)
      guard !given.contains(name) || given.contains(needed.name) else {
        throw OpsError(
          .usage, "--\(name) needs --\(needed.name) too",
          hint: "add \(HelpText.typed(needed)), see `\(commandLine) --help`")
      }
    case .oneOf(let options):
      guard names(options).contains(where: given.contains) else {
        let forms = options.map { HelpText.typed($0.definition) }
        throw OpsError(
          .usage, "\(commandLine) needs \(listed(forms, last: "or"))",
          hint: "see `\(commandLine) --help`")
      }
    }
  }

  private func names(_ options: [any OptionDeclaration]) -> [String] { options.map(\.definition.name) }
}
