/// Something that is wrong with a topology.
package struct TopologyProblem: Sendable, Equatable {
  /// What sort of thing, for programs.
  package enum Kind: String, Sendable, CaseIterable {
    case unreachable
    case hidden
    case severalWritable = "several-writable"
    case noneWritable = "none-writable"
    case replicaWritable = "replica-writable"
    case brokenChain = "broken-chain"
    case errantTransactions = "errant-transactions"
    case sameServerID = "same-server-id"
    case sameUUID = "same-uuid"
    case lowerCaseDiffers = "lower-case-differs"
    case configuredMissing = "configured-missing"
    case unconfigured
    case wrongPrimary = "wrong-primary"
  }

  package let kind: Kind
  /// The server, or the servers, it is about.
  package let subject: String
  /// What is wrong, as a clause.
  package let text: String
  /// What to do; empty where that depends.
  package let hint: String

  package init(_ kind: Kind, _ subject: String, _ text: String, hint: String = "") {
    self.kind = kind
    self.subject = subject
    self.text = text
    self.hint = hint
  }
}
