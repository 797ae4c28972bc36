import Basics
import Repository

/// Keeps what the verifications of one backup came to.
struct VerificationJournal {
  let manifest: Manifest
  let journal: Journal

  func note(_ report: VerificationReport) {
    note(report.level.rawValue, problems: report.problems.map { "\($0.path): \($0.what)" })
  }

  /// Does `work`, which proves `level`; only damage and differences count as its failure, not a server that would
  /// not start.
  func noting<Value>(_ level: String, _ work: () async throws -> Value) async throws -> Value {
    do {
      let value = try await work()
      note(level, problems: [])
      return value
    } catch let error as OpsError where [.corrupt, .differences].contains(error.code) {
      note(level, problems: [error.message])
      throw error
    }
  }

  private func note(_ level: String, problems: [String]) {
    let verification = CatalogVerification(
      repository: manifest.repository, target: manifest.target, backup: manifest.id, level: level, at: .now(),
      problems: problems)
    journal.keep { catalog in
      // One that was made elsewhere, or before there was a catalog, is known from now on.
      try catalog.record(manifest)
      try catalog.record(verification)
    }
  }
}
