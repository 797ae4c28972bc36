import Basics

/// JSON values that a careless reader trips over.
package enum Nasty {
  package static let values: [JSONValue] = [
    .null, .bool(true), .int(-1), .int(0), .int(.max), .int(.min), .double(0.5), .double(1e300), .string(""),
    .string("\u{0}☃../"), .array([]), .array([.null]), .object([:]), .object(["hex": .string("0")]),
  ]

  /// Gives `body` a copy of `value` for each place in it and each nasty value in that place, and one without it.
  package static func replacements(
    in value: JSONValue, _ body: (_ path: String, _ changed: JSONValue) throws -> Void
  ) rethrows {
    try walk(value, path: "") { path, changed in try body(path, changed) }
  }

  private static func walk(
    _ value: JSONValue, path: String, _ body: (String, JSONValue) throws -> Void
  ) rethrows {
    for nasty in values where nasty != value { try body(path, nasty) }
    switch value {
    case .object(let members):
      for (name, member) in members.sorted(by: { $0.key < $1.key }) {
        var less = members
        less[name] = nil
        try body("\(path)/\(name)", .object(less))
        try walk(member, path: "\(path)/\(name)") { path, changed in
          var members = members
          members[name] = changed
          try body(path, .object(members))
        }
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        try walk(element, path: "\(path)/\(index)") { path, changed in
          var elements = elements
          elements[index] = changed
          try body(path, .array(elements))
        }
      }
    default: return
    }
  }
}
