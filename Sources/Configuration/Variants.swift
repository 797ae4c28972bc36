import Basics

/// One of several kinds of section, chosen by the member `type`.
struct Variant<Value: Sendable>: Sendable {
  let name: String
  let meaning: String
  let fields: [FieldOutline]
  let read: @Sendable (YAMLNode, inout Reading) -> Value?
  /// Nil when the value is of another kind.
  let show: @Sendable (Value) -> [ShownMember]?

  init<Root>(
    _ name: String, _ section: Section<Root>, _ meaning: String,
    as kind: (wrap: @Sendable (Root) -> Value, unwrap: @Sendable (Value) -> Root?)
  ) {
    self.name = name
    self.meaning = meaning
    fields = section.outlines
    read = { node, reading in section.read(node, &reading, ignoring: "type").map(kind.wrap) }
    show = { value in kind.unwrap(value).map(section.show) }
  }
}

extension Shape {
  /// A mapping whose `type` says which keys the rest has.
  static func variants(_ variants: [Variant<Value>]) -> Shape {
    let names = variants.map(\.name)
    return Shape(
      outline: .variants(
        key: "type",
        variants.map { VariantOutline(name: $0.name, meaning: $0.meaning, fields: $0.fields) }),
      read: { node, reading in
        guard case .mapping = node.content else {
          reading.mismatch("a mapping such as `type: \(names[0])`", found: node)
          return nil
        }
        guard let type = node.member("type")?.value else {
          reading.report(
            "type is missing", at: node.position, hint: "one of \(names.joined(separator: ", "))")
          return nil
        }
        let chosen = reading.within("type") { reading in
          word(among: names).read(type, &reading)
        }
        return variants.first { $0.name == chosen }?.read(node, &reading)
      },
      show: { value in
        for variant in variants {
          if let members = variant.show(value) {
            return .map([ShownMember("type", .text(variant.name))] + members)
          }
        }
        return .null
      })
  }
}

/// One word out of `names`, with a suggestion for a near miss.
func word(among names: [String]) -> Shape<String> {
  let expected = "one of " + names.joined(separator: ", ")
  return Shape(
    outline: .scalar(expected: expected, schema: [ShownMember("enum", .list(names.map { .text($0) }))]),
    read: { node, reading in
      guard case .scalar(let text, _) = node.content, names.contains(text) else {
        var hint = ""
        if case .scalar(let text, _) = node.content, let near = suggestion(for: text, among: names) {
          hint = "did you mean \(near)?"
        }
        reading.mismatch(expected, found: node, hint: hint)
        return nil
      }
      return text
    },
    show: { .text($0) })
}
