import Basics
import Dispatch
import Pipeline
import Synchronization

/// How deep a verification of stored backups goes.
package enum VerificationLevel: String, Sendable, CaseIterable {
  /// The manifest reads well, every object is there with its size, and nothing else is.
  case manifest
  /// Also every object is decrypted, decompressed and its digests compared.
  case data
}

/// One thing that is wrong with a stored backup.
package struct VerificationProblem: Sendable, Equatable {
  /// The object's number; nil when it is not about one of the manifest's objects.
  package let object: Int?
  /// Where it lies.
  package let path: String
  /// What is wrong, as a clause: `its digest differs`.
  package let what: String
}

/// What a verification found.
package struct VerificationReport: Sendable, Equatable {
  package let level: VerificationLevel
  /// Objects looked at.
  package let objects: Int
  /// Raw bytes that were decoded; 0 at level `manifest`.
  package let raw: ByteCount
  /// Everything that is wrong, by object; empty when the backup is good.
  package let problems: [VerificationProblem]

  package var isGood: Bool { problems.isEmpty }

  /// Throws what was found, naming every file.
  ///
  /// - Throws: `OpsError` `corrupt` when there is any problem.
  package func requireGood(_ what: String) throws {
    guard !isGood else { return }
    let list = problems.map { "\($0.path): \($0.what)" }.joined(separator: "; ")
    throw OpsError(
      .corrupt, what, why: list,
      hint: "restore these files from another copy of the repository, or use another backup")
  }
}

/// How a verification is done.
package struct VerificationOptions: Sendable {
  package var level: VerificationLevel
  /// Needed for an encrypted backup at level `data`.
  package var keyring: Keyring
  /// Objects decoded at a time; 2 by default.
  package var threads: Int
  /// Called from several threads with raw bytes decoded since the last call.
  package var progress: @Sendable (Int) -> Void
  /// Asked between batches; an error from it ends the verification.
  package var checkpoint: @Sendable () throws -> Void

  package init(
    level: VerificationLevel, keyring: Keyring = Keyring(), threads: Int = 2,
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    checkpoint: @escaping @Sendable () throws -> Void = {}
  ) {
    self.level = level
    self.keyring = keyring
    self.threads = threads
    self.progress = progress
    self.checkpoint = checkpoint
  }
}

extension Repository {
  /// Looks for damage in a backup; blocks until it is done.
  ///
  /// - Throws: `OpsError` `wrongKey` before anything else; `corrupt` when the manifest itself is damaged. Damage
  ///   to objects is reported, not thrown.
  package func verify(target: String, id: BackupID, _ options: VerificationOptions) throws
    -> VerificationReport
  {
    let manifest = try manifest(target: target, id: id)
    let reader = options.level == .data ? try self.reader(manifest, keyring: options.keyring) : nil
    let (problems, present) = try inventory(manifest)
    guard let reader else {
      return VerificationReport(
        level: options.level, objects: manifest.objects.count, raw: ByteCount(0), problems: problems)
    }
    let decoding = Decoding(reader: reader, objects: present, options: options)
    let (raw, damage) = try decoding.run()
    let all = (problems + damage).sorted { ($0.object ?? .max, $0.path) < ($1.object ?? .max, $1.path) }
    return VerificationReport(
      level: options.level, objects: manifest.objects.count, raw: ByteCount(raw), problems: all)
  }

  /// Compares the folder with the manifest.
  ///
  /// - Returns: What is wrong, and the objects whose files are there with the right size.
  private func inventory(_ manifest: Manifest) throws -> ([VerificationProblem], [ObjectRecord]) {
    let folder = try place(manifest.target, manifest.id).folder()
    var entries: [String: StoreEntry.Kind] = [:]
    for entry in try store.list(folder) { entries[entry.name] = entry.kind }
    var problems: [VerificationProblem] = []
    var present: [ObjectRecord] = []
    for record in manifest.objects {
      let path = "\(store.path(folder))/\(record.fileName)"
      func report(_ what: String) {
        problems.append(VerificationProblem(object: record.number, path: path, what: what))
      }
      switch entries.removeValue(forKey: record.fileName) {
      case nil: report("it is missing")
      case .object(let size) where size.bytes == record.summary.stored: present.append(record)
      case .object(let size): report("it has \(size.bytes) bytes instead of \(record.summary.stored)")
      case .folder, .foreign: report("it is not a file")
      }
    }
    for name in [Manifest.fileName, Pin.fileName] { entries[name] = nil }
    problems += try controlFiles(manifest)
    for name in entries.keys.sorted() {
      problems.append(
        VerificationProblem(
          object: nil, path: "\(store.path(folder))/\(name)", what: "it does not belong to the backup"))
    }
    return (problems, present)
  }
}

extension Repository {
  /// Reads the small files that stand beside a backup.
  private func controlFiles(_ manifest: Manifest) throws -> [VerificationProblem] {
    let lease = try ObjectName.root.appending(manifest.target).appending(LeaseRecord.fileName)
    let pin = try place(manifest.target, manifest.id).folder().appending(Pin.fileName)
    let checks: [(ObjectName, () throws -> Void)] = [
      (lease, { [self] in _ = try LeaseRecord(opening: store.contents(lease), path: store.path(lease)) }),
      (pin, { [self] in _ = try self.pin(target: manifest.target, id: manifest.id) }),
    ]
    return try checks.compactMap { name, check in
      do {
        if try store.size(name) != nil { try check() }
        return nil
      } catch let error as OpsError where error.code == .corrupt {
        return VerificationProblem(object: nil, path: store.path(name), what: error.clause)
      }
    }
  }
}

extension OpsError {
  /// The reason alone, for a list that names the file itself.
  fileprivate var clause: String { why.isEmpty ? what : why }
}

/// Decodes objects on several threads and gathers what is wrong with them.
private final class Decoding: Sendable {
  private struct State {
    var next = 0
    var raw: Int64 = 0
    var problems: [VerificationProblem] = []
    var failure: OpsError?
  }

  private let reader: BackupReader
  private let objects: [ObjectRecord]
  private let options: VerificationOptions
  private let state = Mutex(State())

  init(reader: BackupReader, objects: [ObjectRecord], options: VerificationOptions) {
    self.reader = reader
    self.objects = objects
    self.options = options
  }

  func run() throws -> (raw: Int64, problems: [VerificationProblem]) {
    let threads = max(1, min(options.threads, objects.count))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let record = takeNext() { decode(record) }
    }
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      return (state.raw, state.problems)
    }
  }

  private func takeNext() -> ObjectRecord? {
    state.withLock { state in
      guard state.failure == nil, state.next < objects.count else { return nil }
      defer { state.next += 1 }
      return objects[state.next]
    }
  }

  private func decode(_ record: ObjectRecord) {
    var path = record.fileName
    do {
      let source = try reader.source(record)
      path = source.path
      while let bytes = try source.next() {
        try options.checkpoint()
        options.progress(bytes.count)
        state.withLock { $0.raw += Int64(bytes.count) }
      }
    } catch let error as OpsError where error.code == .corrupt {
      let problem = VerificationProblem(object: record.number, path: path, what: error.clause)
      state.withLock { $0.problems.append(problem) }
    } catch {
      let failure = OpsError.wrapping(error, as: "cannot verify \(path)")
      state.withLock { $0.failure = $0.failure ?? failure }
    }
  }
}
