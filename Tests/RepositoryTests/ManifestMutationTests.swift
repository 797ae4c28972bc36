import Basics
import Pipeline
import Repository
import TestKit
import Testing

/// Control files that somebody has edited and sealed again: damage that no checksum shows.
@Suite struct ManifestMutationTests {
  /// Reads, lists and verifies what is there; gives the error, if any.
  private func problem(_ backup: SmallBackup) -> OpsError? {
    do {
      let repository = try Repository.open(backup.scratch.store())
      for listing in try repository.listing(target: "shop") { _ = listing.manifest?.totals }
      let report = try repository.verify(
        target: "shop", id: backup.manifest.id,
        VerificationOptions(level: .data, keyring: backup.keyring, threads: 1))
      try report.requireGood("damaged")
      return nil
    } catch {
      return error as? OpsError ?? OpsError(.failed, "another error: \(error)")
    }
  }

  @Test func `a manifest with any nasty value in any place is refused or harmless, and crashes nothing`()
    throws
  {
    let backup = try SmallBackup(encrypted: false)
    let file = "\(backup.folder)/manifest.json"
    let good = try SealedJSON(opening: backup.scratch.read(file), path: file).members
    var refused = 0
    try Nasty.replacements(in: good) { path, bad in
      guard case .object(let members) = bad, !members.isEmpty else { return }
      try backup.scratch.write(SealedJSON(bad).bytes, file)
      guard let error = problem(backup) else { return }
      refused += 1
      #expect([.corrupt, .refused, .notFound, .wrongKey].contains(error.code), "\(path): \(error)")
    }
    #expect(refused > 300)
  }

  @Test(arguments: ["repository.json", "pin.json", "manifest.json"])
  func `a control file with bytes changed at random is damage`(name: String) throws {
    let backup = try SmallBackup(encrypted: false)
    let file = name == "repository.json" ? name : "\(backup.folder)/\(name)"
    let good = try backup.scratch.read(file)
    var mutation = Mutation(seed: 7, special: "{}[]\",:0-9eE\\u\n")
    for _ in 0..<Mutation.rounds * 3 {
      let bad = mutation.apply(to: good)
      guard bad != good else { continue }
      try backup.scratch.write(bad, file)
      #expect(problem(backup)?.code == .corrupt)
    }
  }
}
