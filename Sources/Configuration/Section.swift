import Basics

/// The keys of one mapping and the structure they fill.
struct Section<Root: Sendable>: Sendable {
  /// Holds the defaults; what is required stands there as an empty placeholder.
  let initial: Root
  let fields: [Field<Root>]
  /// Rules between keys; asked only when each key by itself was fine.
  var rules: @Sendable (Root, YAMLNode, inout Reading) -> Void = { _, _, _ in }

  /// - Parameter ignoring: A key that was read before, such as `type`.
  func read(_ node: YAMLNode, _ reading: inout Reading, ignoring: String? = nil) -> Root? {
    guard let members = members(of: node, &reading) else { return nil }
    var root = initial
    let before = reading.problems.count
    for member in members where member.name != ignoring {
      guard let field = fields.first(where: { $0.name == member.name }) else {
        reportUnknown(member, ignoring: ignoring, &reading)
        continue
      }
      reading.within(member.name) { field.read(member.value, &root, &$0) }
    }
    for field in fields where field.isRequired && node.member(field.name) == nil {
      let line = reading.name.isEmpty ? "the file" : "this section"
      reading.report(
        "\(field.name) is missing", at: node.position, hint: "\(line) needs `\(field.name): \(field.example)`"
      )
    }
    guard reading.problems.count == before else { return nil }
    rules(root, node, &reading)
    return reading.problems.count == before ? root : nil
  }

  /// The keys that have a value, in the order of the declaration; empty lists and mappings are left out.
  func show(_ root: Root) -> [ShownMember] {
    fields.compactMap { field in
      guard let value = field.show(root), value != .list([]), value != .map([]) else { return nil }
      return ShownMember(field.name, value)
    }
  }

  var outlines: [FieldOutline] {
    fields.map { field in
      let standard = field.isRequired ? "" : field.standard ?? field.show(initial).map(Self.inWords) ?? ""
      return FieldOutline(
        name: field.name, meaning: field.meaning, example: field.example, isRequired: field.isRequired,
        standard: standard, outline: field.outline)
    }
  }

  /// Defaults of whole sections are left to their own tables.
  private static func inWords(_ value: ShownValue) -> String {
    switch value {
    case .text(let text): text
    case .map: ""
    default: value.flow
    }
  }

  /// The section as the value of a key.
  var shape: Shape<Root> {
    Shape(
      outline: .section(outlines), read: { read($0, &$1) },
      show: { root in .map(show(root)) })
  }

  private func members(of node: YAMLNode, _ reading: inout Reading) -> [YAMLMember]? {
    if node.isEmpty { return [] }
    guard case .mapping(let members) = node.content else {
      let example = fields.first.map { "`\($0.name): \($0.example)`" } ?? "keys"
      reading.mismatch("a mapping such as \(example)", found: node)
      return nil
    }
    return members
  }

  private func reportUnknown(_ member: YAMLMember, ignoring: String?, _ reading: inout Reading) {
    let known = (ignoring.map { [$0] } ?? []) + fields.map(\.name)
    let folded = member.name.lowercased().replacing("_", with: "-")
    let near = known.contains(folded) ? folded : suggestion(for: member.name, among: known)
    let hint = near.map { "did you mean \($0)?" } ?? "known here: \(known.joined(separator: ", "))"
    // `password: {hunter2}` makes a key of the secret.
    let name = reading.isSecret && near == nil ? "" : " " + quoted(member.name)
    reading.report("unknown key\(name)", at: member.position, hint: hint)
  }
}

/// One key: its name, the property it fills, its shape and its meaning.
struct Field<Root: Sendable>: Sendable {
  let name: String
  let meaning: String
  let outline: Outline
  let read: @Sendable (YAMLNode, inout Root, inout Reading) -> Void
  let show: @Sendable (Root) -> ShownValue?
  private(set) var example = ""
  private(set) var isRequired = false
  /// Told in the reference where the default is no constant.
  private(set) var standard: String?

  init<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ shape: Shape<Value>,
    _ meaning: String
  ) {
    self.name = name
    self.meaning = meaning
    outline = shape.outline
    read = { node, root, reading in
      if let value = shape.read(node, &reading) { root[keyPath: property] = value }
    }
    show = { shape.show($0[keyPath: property]) }
  }

  init<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value?> & Sendable, _ shape: Shape<Value>,
    _ meaning: String
  ) {
    self.name = name
    self.meaning = meaning
    outline = shape.outline
    read = { node, root, reading in
      if let value = shape.read(node, &reading) { root[keyPath: property] = value }
    }
    show = { $0[keyPath: property].map(shape.show) }
  }

  func example(_ text: String) -> Field {
    var field = self
    field.example = text
    return field
  }

  var required: Field {
    var field = self
    field.isRequired = true
    return field
  }

  func standard(_ text: String) -> Field {
    var field = self
    field.standard = text
    return field
  }
}
