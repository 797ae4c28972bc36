import Basics
import Foundation

/// Checks values against a JSON Schema, as far as the schemas in `docs` use that language.
package struct SchemaValidator: Sendable {
  private let root: JSONValue

  package init(_ schema: JSONValue) { root = schema }

  /// Reads a schema of this repository, by its path from the root.
  package init(repositoryFile path: String, from file: String = #filePath) throws {
    var repository = URL(filePath: file)
    while repository.pathComponents.count > 1,
      !FileManager.default.fileExists(atPath: repository.appending(path: "Package.swift").path)
    {
      repository.deleteLastPathComponent()
    }
    root = try JSONValue(parsing: [UInt8](try Data(contentsOf: repository.appending(path: path))))
  }

  /// Whatever is wrong with `value`, one sentence each; a keyword that is not known here is wrong too.
  package func problems(_ value: JSONValue) -> [String] { problems(value, root, at: "") }

  private static let notes: Set<String> = ["$schema", "$defs", "title", "description", "then", "properties"]

  private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    let keywords = schema.objectValue ?? [:]
    var found = keywords.keys.sorted().flatMap { keyword in
      Self.notes.contains(keyword) ? [] : check(value, keyword, schema, at: path)
    }
    for (name, part) in schema["properties"]?.objectValue ?? [:] {
      if let member = value[name] { found += problems(member, part, at: "\(path)/\(name)") }
    }
    return found
  }

  private func check(_ value: JSONValue, _ keyword: String, _ schema: JSONValue, at path: String) -> [String]
  {
    guard let rule = schema[keyword] else { return [] }
    func expect(_ holds: Bool) -> [String] {
      holds ? [] : ["\(path): \(value.text) breaks \(keyword) \(rule.text)"]
    }
    switch keyword {
    case "type":
      return expect((rule.arrayValue ?? [rule]).contains { has(value, type: $0.stringValue ?? "") })
    case "const": return expect(value == rule)
    case "enum": return expect(rule.arrayValue?.contains(value) ?? false)
    case "minimum": return expect((value.doubleValue ?? .infinity) >= (rule.doubleValue ?? 0))
    case "maximum": return expect((value.doubleValue ?? -.infinity) <= (rule.doubleValue ?? 0))
    case "required": return expect((rule.arrayValue ?? []).allSatisfy { value[$0.stringValue ?? ""] != nil })
    case "pattern":
      guard let pattern = rule.stringValue, let text = value.stringValue else { return [] }
      return expect(text.range(of: pattern, options: .regularExpression) != nil)
    case "allOf": return (rule.arrayValue ?? []).flatMap { problems(value, $0, at: path) }
    case "if":
      guard problems(value, rule, at: path).isEmpty, let then = schema["then"] else { return [] }
      return problems(value, then, at: path)
    case "$ref":
      let name = rule.stringValue?.split(separator: "/").last.map(String.init) ?? ""
      guard let target = root["$defs"]?[name] else { return ["\(path): no definition \(rule.text)"] }
      return problems(value, target, at: path)
    default: return ["\(path): the keyword \(keyword) is not known to this validator"]
    }
  }

  private func has(_ value: JSONValue, type: String) -> Bool {
    switch (value, type) {
    case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"), (.null, "null"),
      (.int, "integer"), (.int, "number"), (.double, "number"):
      true
    default: false
    }
  }
}
