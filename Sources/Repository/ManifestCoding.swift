import Basics
import Pipeline

extension Manifest {
  static let format: Int64 = 1
  static let fileName = "manifest.json"

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "format": .int(Self.format), "repository": .string(repository), "backup": .string(id.description),
      "target": .string(target), "engine": .string(engine),
      "server": ["flavour": .string(server.flavour), "version": .string(server.version)],
      "dbops": .string(dbops), "host": .string(host), "run": .string(run.description),
      "fencing": .int(fencing), "started": .string(started.description),
      "finished": .string(finished.description), "consistency": consistency,
      "totals": [
        "tables": .int(totals.tables), "rows": .int(totals.rows), "raw": .int(totals.raw.bytes),
        "stored": .int(totals.stored.bytes),
      ],
      "objects": .array(objects.map(\.json)), "contents": .int(Int64(contents)),
    ]
    if isEncrypted { members["encryption"] = ["recipients": .array(recipients.map(\.json))] }
    return .object(members)
  }

  /// Reads a manifest that lies in the folder of `target` and `id` of `repository`.
  ///
  /// - Throws: `OpsError` `corrupt` when it is damaged or belongs elsewhere.
  init(_ sealed: SealedJSON, place: BackupPlace, path: String) throws {
    let reader = JSONReader(value: sealed.members, path: path)
    try reader.requireFormat(Self.format)
    let server = try reader.object("server")
    let totals = try reader.object("totals")
    guard let id = BackupID(text: try reader.text("backup")) else { throw reader.invalid("backup") }
    guard let run = RunID(text: try reader.text("run")) else { throw reader.invalid("run") }
    guard let consistency = sealed.members["consistency"] else { throw reader.invalid("consistency") }
    repository = try reader.text("repository")
    self.id = id
    target = try reader.text("target")
    engine = try reader.text("engine")
    self.server = Server(flavour: try server.text("flavour"), version: try server.text("version"))
    dbops = try reader.text("dbops")
    host = try reader.text("host")
    self.run = run
    fencing = try reader.count("fencing")
    started = try reader.moment("started")
    finished = try reader.moment("finished")
    self.consistency = consistency
    self.totals = Totals(
      tables: try totals.count("tables"), rows: try totals.count("rows"),
      raw: ByteCount(try totals.count("raw")), stored: ByteCount(try totals.count("stored")))
    recipients = try Self.recipients(reader)
    objects = try reader.objects("objects").map { try ObjectRecord($0) }
    contents = Int(try reader.count("contents"))
    try requireSense(place: place, reader: reader, isAuthenticated: sealed.isAuthenticated)
  }

  private static func recipients(_ reader: JSONReader) throws -> [Recipient] {
    guard reader.value["encryption"] != nil else { return [] }
    let recipients = try reader.object("encryption").objects("recipients").map { try Recipient($0) }
    guard !recipients.isEmpty else { throw reader.invalid("encryption") }
    return recipients
  }

  private func requireSense(place: BackupPlace, reader: JSONReader, isAuthenticated: Bool) throws {
    guard repository == place.repository, target == place.target, id == place.id else {
      throw OpsError(
        .corrupt, "\(reader.path) is in the wrong place",
        why: "it belongs to backup \(id) of \(target) in repository \(repository)")
    }
    guard isEncrypted == isAuthenticated else { throw reader.invalid("mac") }
    guard objects.first.map({ $0.number > 0 }) ?? false,
      zip(objects, objects.dropFirst()).allSatisfy({ $0.number < $1.number })
    else { throw reader.invalid("objects") }
    guard object(contents) != nil else { throw reader.invalid("contents") }
    // Sums that wrap cannot be true, and must not stop the program.
    let raw = objects.reduce(Int64(0)) { $0 &+ $1.summary.raw }
    let stored = objects.reduce(Int64(0)) { $0 &+ $1.summary.stored }
    guard raw == totals.raw.bytes, stored == totals.stored.bytes else { throw reader.invalid("totals") }
  }
}

extension Manifest.Recipient {
  var json: JSONValue { ["fingerprint": .string(fingerprint), "sealed": .string(hexText(sealed))] }

  init(_ reader: JSONReader) throws {
    fingerprint = try reader.hex("fingerprint", digits: 16)
    sealed = bytes(hex: try reader.hex("sealed", digits: 160))
  }
}

/// A backup's place: which repository, target and id it has.
package struct BackupPlace: Sendable, Hashable {
  package let repository: String
  package let target: String
  package let id: BackupID

  /// `<target>/backups/<id>` in the store.
  func folder() throws -> ObjectName {
    try ObjectName.root.appending(target).appending(Repository.backupsName).appending(id.description)
  }
}
