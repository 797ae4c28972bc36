import Basics
import Pipeline

/// Takes typed members out of a control file; what is missing or of another type makes the file corrupt.
struct JSONReader {
  let value: JSONValue
  /// Names the file in errors.
  let path: String

  func text(_ key: String) throws -> String {
    guard let text = value[key]?.stringValue else { throw invalid(key) }
    return text
  }

  /// A number that is not negative.
  func count(_ key: String) throws -> Int64 {
    guard let number = value[key]?.intValue, number >= 0 else { throw invalid(key) }
    return number
  }

  func moment(_ key: String) throws -> Timestamp {
    guard let moment = Timestamp(text: try text(key)) else { throw invalid(key) }
    return moment
  }

  func hex(_ key: String, digits: Int) throws -> String {
    let text = try text(key)
    guard isHexText(text, digits: digits) else { throw invalid(key) }
    return text
  }

  func object(_ key: String) throws -> JSONReader {
    guard let member = value[key], member.objectValue != nil else { throw invalid(key) }
    return JSONReader(value: member, path: path)
  }

  func objects(_ key: String) throws -> [JSONReader] {
    guard let elements = value[key]?.arrayValue, elements.allSatisfy({ $0.objectValue != nil }) else {
      throw invalid(key)
    }
    return elements.map { JSONReader(value: $0, path: path) }
  }

  /// - Throws: `OpsError` `refused` for a format that is newer than this program.
  func requireFormat(_ known: Int64) throws {
    let format = try count("format")
    guard format <= known else {
      throw OpsError(
        .refused, "cannot read \(path)", why: "it has format \(format), this program knows up to \(known)",
        hint: "use a newer dbops")
    }
  }

  func invalid(_ key: String) -> OpsError {
    OpsError(.corrupt, "\(path) is damaged", why: "its \"\(key)\" is missing or not as the format demands")
  }
}
