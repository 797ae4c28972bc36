import Basics
import CommandKit

/// Gets a person's agreement, from the options or from the terminal.
package struct Consent: Sendable {
  private let manner: Manner
  private let confirmed: String?
  private let ask: @Sendable (String) -> String?

  package enum Manner: Sendable, Equatable {
    /// A person is there to be asked.
    case asking
    /// `--yes`.
    case given
    /// `--no-input`, or no terminal to ask at.
    case impossible
  }

  /// - Parameters:
  ///   - confirmed: The value of `--confirm`.
  ///   - ask: Asks on the terminal; nil at the end of input.
  package init(manner: Manner, confirmed: String?, ask: @escaping @Sendable (String) -> String?) {
    self.manner = manner
    self.confirmed = confirmed
    self.ask = ask
  }

  /// Goes on when `question` is answered with yes.
  ///
  /// - Throws: `OpsError` `refused` when it is not, or nobody can be asked.
  package func agree(to question: String) throws(OpsError) {
    switch manner {
    case .given: return
    case .impossible:
      throw OpsError(.refused, "not agreed to", why: question, hint: "add --yes to agree")
    case .asking:
      let answer = ask("\(question) [y/N]")?.lowercased() ?? ""
      guard ["y", "yes"].contains(answer) else { throw OpsError(.refused, "not agreed to", why: question) }
    }
  }

  /// Goes on when `name` is given with `--confirm` or typed; `--yes` is not enough.
  ///
  /// - Parameter consequence: What happens to it: `overwrites 3 tables of shop`.
  /// - Throws: `OpsError` `refused` when the name is missing or another one.
  package func confirm(_ name: String, consequence: String) throws(OpsError) {
    if let confirmed {
      guard confirmed == name else {
        throw OpsError(
          .refused, "--confirm names \(DisplayText.harmless(confirmed))", why: "this \(consequence)",
          hint: "add --confirm=\(name) if that is what you want")
      }
      return
    }
    guard manner == .asking else {
      throw OpsError(
        .refused, "not confirmed", why: "this \(consequence)",
        hint: "add --confirm=\(name) if that is what you want")
    }
    guard ask("This \(consequence). Type \(name) to go on:") == name else {
      throw OpsError(.refused, "not confirmed", why: "this \(consequence)")
    }
  }
}
