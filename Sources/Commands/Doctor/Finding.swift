/// One thing that `dbops doctor` looked at.
struct Finding: Sendable {
  enum Verdict: String, Sendable {
    case good = "ok"
    /// Works, but somebody should look at it.
    case doubtful = "warn"
    case bad = "FAIL"
    /// A privilege is missing.
    case forbidden = "GRANT"
  }

  let verdict: Verdict
  /// What was looked at: `shop primary db-p:3306`.
  let subject: String
  let text: String
  /// How to mend it; empty when there is nothing to mend.
  let fix: String

  init(_ verdict: Verdict, _ subject: String, _ text: String, fix: String = "") {
    self.verdict = verdict
    self.subject = subject
    self.text = text
    self.fix = fix
  }
}
