/// What a user is told when something fails: what, why, what changed, and what to do next.
///
/// Texts must not hold secrets; they are printed, logged and stored in the journal.
package struct OpsError: Error, Sendable, Equatable {
  /// Decides the exit status.
  package let code: ExitCode
  /// What could not be done, as a clause: `cannot alter shop.orders`.
  package let what: String
  /// The reason, as a clause: `no unique key without nulls`. Empty when `what` says it all.
  package let why: String
  /// What is different now from before; `nothing` by default.
  package var changed: String
  /// The next step, as an instruction. Empty when there is none.
  package let hint: String

  package init(
    _ code: ExitCode, _ what: String, why: String = "", changed: String = "nothing", hint: String = ""
  ) {
    self.code = code
    self.what = what
    self.why = why
    self.changed = changed
    self.hint = hint
  }

  /// `what: why` on one line.
  package var message: String {
    why.isEmpty ? what : "\(what): \(why)"
  }

  /// The same failure, told from one level further up: `what` is put before the old message.
  package func within(_ what: String) -> OpsError {
    OpsError(code, what, why: message, changed: changed, hint: hint)
  }
}

extension OpsError: CustomStringConvertible {
  package var description: String { message }
}

extension OpsError {
  /// Any error as an `OpsError`; one that is not yet becomes `failed` under `what`.
  package static func wrapping(_ error: any Error, as what: String) -> OpsError {
    if let known = error as? OpsError { return known }
    if let known = error as? any OpsErrorConvertible { return known.opsError.within(what) }
    if error is CancellationError {
      return OpsError(.interrupted, what, why: "stopped on request")
    }
    return OpsError(.failed, what, why: String(describing: error))
  }
}
