import Basics

extension CatalogEntry {
  /// In the order of the columns of `backups`.
  var row: [SQLValue] {
    let head: [SQLValue] = [
      .text(repository), .text(target), .text(id.description), .text(status.rawValue), .text(detail),
      pin.map { .text($0.reason) } ?? .null, pin.map { .int($0.at.microseconds) } ?? .null,
    ]
    guard let facts else { return head + [SQLValue](repeating: .null, count: 13) }
    return head + [
      .text(facts.engine), .text(facts.server.flavour), .text(facts.server.version), .text(facts.host),
      .text(facts.run), .int(facts.started.microseconds), .int(facts.finished.microseconds),
      .int(facts.tables),
      .int(facts.rows), .int(facts.raw.bytes), .int(facts.stored.bytes), .int(facts.objects),
      .int(facts.isEncrypted ? 1 : 0),
    ]
  }

  init(row: [SQLValue]) throws {
    let cells = CatalogCells(row: row)
    guard let id = BackupID(text: try cells.text(2)), let status = Status(rawValue: try cells.text(3)) else {
      throw cells.invalid()
    }
    repository = try cells.text(0)
    target = try cells.text(1)
    self.id = id
    self.status = status
    detail = try cells.text(4)
    pin = try cells.isNull(5) ? nil : Pin(reason: cells.text(5), at: cells.moment(6))
    facts = try cells.isNull(7) ? nil : Facts(cells)
  }
}

extension CatalogEntry.Facts {
  fileprivate init(_ cells: CatalogCells) throws {
    engine = try cells.text(7)
    server = Manifest.Server(flavour: try cells.text(8), version: try cells.text(9))
    host = try cells.text(10)
    run = try cells.text(11)
    started = try cells.moment(12)
    finished = try cells.moment(13)
    tables = try cells.int(14)
    rows = try cells.int(15)
    raw = ByteCount(try cells.int(16))
    stored = ByteCount(try cells.int(17))
    objects = try cells.int(18)
    isEncrypted = try cells.int(19) != 0
  }
}

/// Typed access to one row of the catalog.
struct CatalogCells {
  let row: [SQLValue]

  func isNull(_ column: Int) -> Bool { row[column] == .null }

  func text(_ column: Int) throws -> String {
    guard let text = row[column].text else { throw invalid() }
    return text
  }

  func int(_ column: Int) throws -> Int64 {
    guard let number = row[column].int else { throw invalid() }
    return number
  }

  func moment(_ column: Int) throws -> Timestamp { Timestamp(microseconds: try int(column)) }

  func invalid() -> OpsError {
    OpsError(
      .corrupt, "the catalog holds a row that cannot be",
      hint: "move it away and run 'dbops backups --rebuild'")
  }
}
