/// What a setting looks like, for the JSON Schema and the reference page.
indirect enum Outline: Sendable {
  /// One word or number; `schema` holds the members of its JSON Schema.
  case scalar(expected: String, schema: [ShownMember])
  case list(Outline)
  /// Free names, each with the same kind of value.
  case names(of: Outline, pattern: String)
  case section([FieldOutline])
  /// One section for each value of the member `key`.
  case variants(key: String, [VariantOutline])
  /// A form of value that several keys share; described once under this title.
  case titled(String, Outline)
  /// The short way first, then the long one.
  case either([Outline])
}

/// One key of a section.
struct FieldOutline: Sendable {
  let name: String
  let meaning: String
  let example: String
  let isRequired: Bool
  /// As the reference shows it; empty when there is none.
  let standard: String
  let outline: Outline
}

/// One kind of target or storage.
struct VariantOutline: Sendable {
  let name: String
  let meaning: String
  let fields: [FieldOutline]
}

extension Outline {
  /// What is accepted, as the object of `expected …`.
  var expected: String {
    switch self {
    case .scalar(let expected, _): expected
    case .list(let element): "a list, each item \(element.expected)"
    case .names(let value, _): "names, each with \(value.expected)"
    case .section, .variants: "a mapping of keys"
    case .titled(let title, _): "a `\(title)` mapping"
    case .either(let ways): ways.map(\.expected).joined(separator: ", or ")
    }
  }
}
