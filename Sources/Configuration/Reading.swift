/// What is gathered while settings are read: the problems, and the names that must exist elsewhere.
struct Reading {
  /// A name used in one section and defined in another.
  struct Reference {
    enum Kind: String {
      case target, storage
    }

    let kind: Kind
    let name: String
    let path: String
    let position: YAMLPosition
  }

  private(set) var problems: [ConfigurationProblem] = []
  private(set) var references: [Reference] = []
  private var path: [String] = []
  /// The folder that relative paths start from.
  let folder: String

  init(folder: String) { self.folder = folder }

  /// The dotted name of the setting being read; empty at the top.
  var name: String { path.joined(separator: ".") }

  /// True where a value may be a secret, so that messages must not repeat it.
  var isSecret: Bool {
    path.contains { part in
      ["password", "secret", "token", "key", "webhook", "uri", "url", "credential", "identity"].contains {
        part.contains($0)
      }
    }
  }

  /// The text between quotes, unless it may hold a secret.
  func shown(_ text: String) -> String {
    isSecret || text.contains("@") ? "another value" : quoted(text)
  }

  mutating func report(_ message: String, at position: YAMLPosition, hint: String = "") {
    let place = path.isEmpty ? "" : "\(name): "
    problems.append(ConfigurationProblem(at: position, place + message, hint: hint))
  }

  /// Says what was expected and what was found.
  mutating func mismatch(_ expected: String, found node: YAMLNode, hint: String = "") {
    var found = node.kind
    if case .scalar(let text, _) = node.content, !node.isEmpty {
      found = shown(text)
    }
    report("expected \(expected), found \(found)", at: node.position, hint: hint)
  }

  mutating func refer(to kind: Reference.Kind, named name: String, at position: YAMLPosition) {
    references.append(Reference(kind: kind, name: name, path: self.name, position: position))
  }

  mutating func within<Value>(_ part: String, _ read: (inout Reading) -> Value) -> Value {
    path.append(part)
    defer { path.removeLast() }
    return read(&self)
  }
}
