import Basics
import MySQL
import Pipeline

/// One object of a table: which rows it holds.
package struct TableObject: Sendable, Equatable {
  /// The object's number in the backup.
  package let number: Int
  package let checksum: RowChecksum

  package init(number: Int, checksum: RowChecksum) {
    self.number = number
    self.checksum = checksum
  }
}

/// A table in a backup: its definition, its objects, and what its rows add up to.
package struct TableContents: Sendable, Equatable {
  package let name: TableName
  package let create: [UInt8]
  package let engine: String
  package let columns: [(name: String, transfer: ColumnTransfer)]
  package let isTransactional: Bool
  /// See `TableDefinition.lifeSpan`.
  package let lifeSpan: [String]
  package var objects: [TableObject]

  package init(_ definition: TableDefinition, objects: [TableObject] = []) {
    name = definition.name
    create = definition.create
    engine = definition.engine
    columns = definition.dumpedColumns.map { ($0.name, ColumnTransfer(of: $0)) }
    isTransactional = definition.isTransactional
    lifeSpan = definition.lifeSpan
    self.objects = objects
  }

  /// Whether the engine keeps rows of its own that a backup can read and load.
  package var holdsRows: Bool { Self.holdsRows(engine: engine) }

  static func holdsRows(engine: String) -> Bool {
    !["blackhole", "federated", "connect", "spider", "mrg_myisam"].contains(engine.lowercased())
  }

  /// Over all rows of the table.
  package var checksum: RowChecksum { objects.reduce(into: RowChecksum()) { $0 += $1.checksum } }

  package static func == (left: TableContents, right: TableContents) -> Bool { left.json == right.json }
}

extension TableContents {
  package var json: JSONValue {
    .object([
      "database": .string(name.database), "name": .string(name.name), "create": .text(create),
      "engine": .string(engine), "transactional": .bool(isTransactional),
      "life_span": .array(lifeSpan.map { .string($0) }),
      "columns": .array(columns.map { .array([.string($0.name), .string($0.transfer.rawValue)]) }),
      "checksum": .string(checksum.description),
      "objects": .array(
        objects.map { .object(["n": .int(Int64($0.number)), "checksum": .string($0.checksum.description)]) }),
    ])
  }

  /// - Throws: `OpsError` `corrupt` naming the member that is missing or wrong.
  package init(json: JSONValue) throws {
    name = TableName(try json.text("database"), try json.text("name"))
    create = try json.rawText("create")
    engine = try json.text("engine")
    isTransactional = try json.flag("transactional")
    lifeSpan = try json.texts("life_span")
    columns = try json.list("columns").map { entry in
      guard let pair = entry.arrayValue, pair.count == 2, let name = pair[0].stringValue,
        let transfer = pair[1].stringValue.flatMap(ColumnTransfer.init(rawValue:))
      else { throw OpsError.malformedContents("columns") }
      return (name, transfer)
    }
    objects = try json.list("objects").map { entry in
      // More rows than any object holds; sums of such numbers would overflow.
      guard let checksum = RowChecksum(text: try entry.text("checksum")), checksum.rows < 1 << 40 else {
        throw OpsError.malformedContents("checksum")
      }
      guard let number = Int32(exactly: try entry.number("n")), number >= 0 else {
        throw OpsError.malformedContents("n")
      }
      return TableObject(number: Int(number), checksum: checksum)
    }
    guard try json.text("checksum") == checksum.description else {
      throw OpsError(
        .corrupt, "cannot use the contents of this backup", why: "the checksums of \(name) do not add up")
    }
  }
}

extension JSONValue {
  /// Bytes as text where they are UTF-8 and as `{"hex": …}` where they are not.
  static func text(_ bytes: [UInt8]) -> JSONValue {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .object(["hex": .string(hexText(bytes))])
    }
    return .string(text)
  }

  func text(_ key: String) throws -> String {
    guard let value = self[key]?.stringValue else { throw OpsError.malformedContents(key) }
    return value
  }

  func number(_ key: String) throws -> Int64 {
    guard let value = self[key]?.intValue else { throw OpsError.malformedContents(key) }
    return value
  }

  func flag(_ key: String) throws -> Bool {
    guard let value = self[key]?.boolValue else { throw OpsError.malformedContents(key) }
    return value
  }

  func list(_ key: String) throws -> [JSONValue] {
    guard let value = self[key]?.arrayValue else { throw OpsError.malformedContents(key) }
    return value
  }

  func texts(_ key: String) throws -> [String] {
    try list(key).map { value in
      guard let text = value.stringValue else { throw OpsError.malformedContents(key) }
      return text
    }
  }

  /// The counterpart of `text(_:)`.
  func rawText(_ key: String) throws -> [UInt8] {
    guard let member = self[key] else { throw OpsError.malformedContents(key) }
    return try member.rawText()
  }

  func rawText() throws -> [UInt8] {
    if let text = stringValue { return Array(text.utf8) }
    guard let hex = self["hex"]?.stringValue, let bytes = decodedHex(hex) else {
      throw OpsError.malformedContents("hex")
    }
    return bytes
  }
}

/// The bytes that `hex` spells in lower-case digits; nil when it is not hex.
private func decodedHex(_ hex: String) -> [UInt8]? {
  let digits = hex.utf8.map { digit -> UInt8? in
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
  let values = digits.compactMap { $0 }
  guard values.count == digits.count, values.count.isMultiple(of: 2) else { return nil }
  return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}

extension OpsError {
  static func malformedContents(_ member: String) -> OpsError {
    OpsError(
      .corrupt, "cannot use the contents of this backup",
      why: "'\(member)' is missing or not of the kind expected",
      hint: "the backup may be from a newer dbops; otherwise run dbops verify on it")
  }
}
