import Basics
import Pipeline
import Synchronization

/// Writes one backup: objects from several threads, then, when all of them were read back, the manifest.
///
/// Until `publish` there is no backup; a run that dies leaves a folder without a manifest. Any thread may
/// call anything; one `ObjectSink` belongs to one thread at a time.
package final class BackupWriter: Sendable {
  struct Encoding: Sendable {
    let recipients: [PublicKey]
    /// zstd's.
    let level: Int
  }

  private enum Phase { case writing, publishing, published, abandoned }

  private struct State {
    var phase = Phase.writing
    var next = 1
    var open: Set<Int> = []
    var records: [Int: ObjectRecord] = [:]
    var readBack: Set<Int> = []
  }

  package let target: String
  package let id: BackupID
  package let run: RunID
  /// When `begin` was called.
  package let started: Timestamp
  private let repository: Repository
  private let place: BackupPlace
  private let folder: ObjectName
  private let lease: Lease
  private let encoding: Encoding
  private let crypto: ObjectCrypto?
  private let recipients: [Manifest.Recipient]
  private let state = Mutex(State())

  init(repository: Repository, place: BackupPlace, lease: Lease, encoding: Encoding) throws {
    self.repository = repository
    self.place = place
    self.lease = lease
    self.encoding = encoding
    target = place.target
    id = place.id
    run = lease.run
    started = repository.environment.now()
    folder = try place.folder()
    guard !encoding.recipients.isEmpty else {
      (crypto, recipients) = (nil, [])
      return
    }
    let key = try BackupKey()
    crypto = ObjectCrypto(key: key, repository: place.repository, backup: place.id.description)
    recipients = try encoding.recipients.map { recipient in
      Manifest.Recipient(fingerprint: recipient.fingerprint, sealed: try key.sealed(to: recipient))
    }
  }

  /// Begins the next object.
  package func openObject() throws -> ObjectSink {
    try lease.renewIfDue()
    let number = try state.withLock { state in
      try requireWriting(state)
      defer { state.next += 1 }
      state.open.insert(state.next)
      return state.next
    }
    do {
      let writer = try repository.store.create(folder.appending(ObjectRecord.fileName(number)))
      let encoder = try ObjectEncoder(sink: writer, number: number, crypto: crypto, level: encoding.level)
      return ObjectSink(number: number, writer: writer, encoder: encoder, backup: self)
    } catch {
      closed(number, record: nil)
      throw error
    }
  }

  /// Reads an object again as a restore would and compares every digest; once is enough for each.
  ///
  /// - Throws: `OpsError` `corrupt` when it is not what was written.
  package func readBack(_ record: ObjectRecord) throws {
    try lease.renewIfDue()
    let source = try ObjectSource(
      store: repository.store, name: folder.appending(record.fileName), record: record, crypto: crypto)
    while try source.next() != nil {}
    state.withLock { _ = $0.readBack.insert(record.number) }
  }

  /// Removes a finished object that the backup shall not have, as when its chunk is dumped again.
  package func discard(_ record: ObjectRecord) throws {
    try state.withLock { state in
      try requireWriting(state)
      state.records[record.number] = nil
    }
    try repository.store.delete(folder.appending(record.fileName))
  }

  /// Writes the contents index and the manifest: from then on the backup exists. Gives the lease back.
  ///
  /// Objects that nobody read back are read back first.
  ///
  /// - Throws: `OpsError` `locked` when another run took the lease over meanwhile; nothing was published.
  package func publish(_ draft: ManifestDraft, contents: JSONValue) throws -> Manifest {
    try state.withLock { try requireAllFinished($0) }
    let sink = try openObject()
    try sink.write(contents.bytes)
    let index = try sink.finish()
    let (records, pending) = try state.withLock { state in
      try requireAllFinished(state)
      state.phase = .publishing
      let records = state.records.values.sorted { $0.number < $1.number }
      return (records, records.filter { !state.readBack.contains($0.number) })
    }
    for record in pending { try readBack(record) }
    let manifest = manifest(draft, records: records, contents: index.number)
    try write(manifest)
    state.withLock { $0.phase = .published }
    repository.giveBack(lease)
    return manifest
  }

  private func write(_ manifest: Manifest) throws {
    let name = try folder.appending(Manifest.fileName)
    let sealed = try SealedJSON(manifest.json, key: crypto?.key)
    try lease.renew()
    guard try repository.store.publish(name, sealed.bytes, expecting: .absent) == .published else {
      throw OpsError(
        .failed, "cannot complete backup \(id)", why: "\(repository.store.path(name)) is there already")
    }
    let (again, proof) = try repository.readManifest(place)
    guard again == manifest, proof == sealed else {
      throw OpsError(
        .corrupt, "cannot complete backup \(id)", why: "its manifest reads differently from what was written",
        changed: "the backup is there, but must not be trusted")
    }
  }

  private func manifest(_ draft: ManifestDraft, records: [ObjectRecord], contents: Int) -> Manifest {
    let raw = records.reduce(Int64(0)) { $0 + $1.summary.raw }
    let stored = records.reduce(Int64(0)) { $0 + $1.summary.stored }
    return Manifest(
      repository: place.repository, id: id, target: target, engine: draft.engine, server: draft.server,
      dbops: draft.dbops, host: repository.environment.owner.host, run: run, fencing: lease.fencing,
      started: started, finished: repository.environment.now(), consistency: draft.consistency,
      totals: Manifest.Totals(
        tables: draft.tables, rows: draft.rows, raw: ByteCount(raw), stored: ByteCount(stored)),
      recipients: recipients, objects: records, contents: contents)
  }

  /// Removes everything that was written and gives the lease back; harmless after `publish` or a second time.
  ///
  /// What cannot be removed stays as an incomplete backup and is logged.
  package func abandon() {
    let isOurs = state.withLock { state in
      guard state.phase == .writing || state.phase == .publishing else { return false }
      state.phase = .abandoned
      return true
    }
    guard isOurs else { return }
    do {
      // A manifest that was written but could not be proven must go first.
      try repository.store.delete(folder.appending(Manifest.fileName))
      try repository.removeObjects(in: folder)
    } catch {
      repository.log.warning(
        "backup not cleaned up", ["backup": "\(id)", "target": target, "why": "\(error)"])
    }
    repository.giveBack(lease)
  }

  /// Called by the sink of object `number` when it ends.
  func closed(_ number: Int, record: ObjectRecord?) {
    state.withLock { state in
      state.open.remove(number)
      if let record { state.records[number] = record }
    }
  }

  /// Tells the store that this run is alive; sinks do it while they write.
  ///
  /// Call it every few minutes while nothing is written, as when the server is waited for.
  ///
  /// - Throws: `OpsError` `locked` when another run has taken the lease over.
  package func keepLease() throws { try lease.renewIfDue() }

  private func requireAllFinished(_ state: borrowing State) throws {
    try requireWriting(state)
    guard state.open.isEmpty else {
      throw OpsError(
        .failed, "cannot complete backup \(id)", why: "\(state.open.count) objects are not finished")
    }
  }

  private func requireWriting(_ state: borrowing State) throws {
    guard state.phase == .writing else {
      throw OpsError(.failed, "cannot write to backup \(id)", why: "it was completed or abandoned before")
    }
  }
}

/// What the engine knows of a backup that is about to be completed.
package struct ManifestDraft: Sendable {
  package let engine: String
  package let server: Manifest.Server
  /// The version of this program.
  package let dbops: String
  package let consistency: JSONValue
  package let tables: Int64
  package let rows: Int64

  package init(
    engine: String, server: Manifest.Server, dbops: String, consistency: JSONValue, tables: Int64, rows: Int64
  ) {
    self.engine = engine
    self.server = server
    self.dbops = dbops
    self.consistency = consistency
    self.tables = tables
    self.rows = rows
  }
}
