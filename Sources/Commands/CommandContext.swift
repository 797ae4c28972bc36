import Basics
import CommandKit

/// What a command works with, besides its options.
package struct CommandContext: Sendable {
  package let run: RunID
  package let console: Console
  package let log: Log
  package let environment: [String: String]
  /// The value of `--config`.
  package let configOption: String?
  /// Locks and leases of the run, for the message of a signal.
  package let held: HeldThings
  package let consent: Consent
  /// The whole table, for the commands that describe it.
  package let table: CommandTable
}
