/// How one kind of value is read, shown and described: the single source for parsing, schema and reference.
struct Shape<Value: Sendable>: Sendable {
  let outline: Outline
  /// Nil after reporting why.
  let read: @Sendable (YAMLNode, inout Reading) -> Value?
  /// Shows no secret.
  let show: @Sendable (Value) -> ShownValue
}

extension Shape {
  /// A shape for values written as one word or number.
  ///
  /// - Parameters:
  ///   - expected: Completes `expected …` and holds an example.
  ///   - schema: Members of the value's JSON Schema.
  ///   - parse: Nil when the text is not such a value.
  static func scalar(
    _ expected: String, schema: [ShownMember], parse: @escaping @Sendable (String) -> Value?,
    show: @escaping @Sendable (Value) -> ShownValue
  ) -> Shape {
    Shape(
      outline: .scalar(expected: expected, schema: schema),
      read: { node, reading in
        guard case .scalar(let text, _) = node.content, !node.isEmpty, let value = parse(text) else {
          reading.mismatch(expected, found: node)
          return nil
        }
        return value
      },
      show: show)
  }
}

extension Shape {
  static func list<Element>(of element: Shape<Element>) -> Shape where Value == [Element] {
    Shape(
      outline: .list(element.outline),
      read: { node, reading in
        guard case .sequence(let nodes) = node.content else {
          reading.mismatch("a list such as [a, b]", found: node)
          return nil
        }
        let values = nodes.compactMap { element.read($0, &reading) }
        return values.count == nodes.count ? values : nil
      },
      show: { .list($0.map(element.show)) })
  }

  /// A list that does not name anything twice and has at least `minimum` elements.
  static func set<Element: Hashable>(of element: Shape<Element>, atLeast minimum: Int = 0) -> Shape
  where Value == [Element] {
    let plain = Shape<[Element]>.list(of: element)
    return Shape(
      outline: plain.outline,
      read: { node, reading in
        guard let values = plain.read(node, &reading) else { return nil }
        guard values.count >= minimum else {
          reading.report("the list is empty", at: node.position, hint: "it needs at least \(minimum)")
          return nil
        }
        guard case .sequence(let nodes) = node.content else { return values }
        var seen: Set<Element> = []
        for (value, item) in zip(values, nodes) where !seen.insert(value).inserted {
          reading.report("listed twice", at: item.position)
        }
        return values
      },
      show: plain.show)
  }

  /// Free names in the order written.
  static func named<Element>(_ element: Shape<Element>, pattern: NamePattern) -> Shape
  where Value == NamedSettings<Element> {
    Shape(
      outline: .names(of: element.outline, pattern: pattern.expression),
      read: { node, reading in
        if node.isEmpty { return NamedSettings() }
        guard case .mapping(let members) = node.content else {
          reading.mismatch("a mapping of names", found: node)
          return nil
        }
        var entries: [NamedSettings<Element>.Entry] = []
        for member in members {
          let value = reading.within(member.name) { reading in
            if !pattern.accepts(member.name) {
              reading.report("not a name: use \(pattern.inWords)", at: member.position)
            }
            return element.read(member.value, &reading)
          }
          if let value { entries.append(.init(name: member.name, value: value)) }
        }
        return NamedSettings(entries)
      },
      show: { .map($0.entries.map { ShownMember($0.name, element.show($0.value)) }) })
  }

  /// The same shape, described once under `title`.
  func titled(_ title: String) -> Shape {
    Shape(outline: .titled(title, outline), read: read, show: show)
  }

  /// `short` for single values, `self` for mappings.
  func orScalar(_ short: Shape) -> Shape {
    Shape(
      outline: .either([short.outline, outline]),
      read: { node, reading in
        if case .scalar = node.content { return short.read(node, &reading) }
        return read(node, &reading)
      },
      show: show)
  }
}
