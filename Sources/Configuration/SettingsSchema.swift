/// The JSON Schema of the configuration file, for editors and other programs.
///
/// It is a little wider than what dbops accepts: rules between keys are not in it.
package enum SettingsSchema {
  /// The schema, keys in the order of the reference.
  package static let document: ShownValue = .map(
    [
      ShownMember("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ShownMember("title", .text("dbops configuration")),
    ] + section(Settings.section.outlines, type: nil)
      + [
        ShownMember(
          "$defs",
          .map(
            [("secret", Shape<SecretReference>.secret.outline), ("tls", TLSSettings.shape.outline)]
              .compactMap { name, outline in definition(in: outline).map { ShownMember(name, .map($0)) } }))
      ])

  private static func definition(in outline: Outline) -> [ShownMember]? {
    switch outline {
    case .titled(_, let inner): members(inner)
    case .either(let ways): ways.lazy.compactMap { definition(in: $0) }.first
    default: nil
    }
  }

  private static func members(_ outline: Outline) -> [ShownMember] {
    switch outline {
    case .scalar(_, let schema): schema
    case .list(let element):
      [ShownMember("type", .text("array")), ShownMember("items", .map(members(element)))]
    case .names(let value, let pattern):
      [
        ShownMember("type", .list([.text("object"), .text("null")])),
        ShownMember("propertyNames", .map([ShownMember("pattern", .text(pattern))])),
        ShownMember("additionalProperties", .map(members(value))),
      ]
    case .section(let fields): section(fields, type: nil)
    case .variants(_, let variants):
      [ShownMember("oneOf", .list(variants.map { .map(section($0.fields, type: $0)) }))]
    case .titled(let title, _): [ShownMember("$ref", .text("#/$defs/\(title)"))]
    case .either(let ways): [ShownMember("anyOf", .list(ways.map { .map(members($0)) }))]
    }
  }

  private static func section(_ fields: [FieldOutline], type variant: VariantOutline?) -> [ShownMember] {
    let type = variant.map { variant in
      ShownMember(
        "type",
        .map([ShownMember("const", .text(variant.name)), ShownMember("description", .text(variant.meaning))]))
    }
    let required = (type.map { [$0.name] } ?? []) + fields.filter(\.isRequired).map(\.name)
    let properties = (type.map { [$0] } ?? []) + fields.map { ShownMember($0.name, .map(property($0))) }
    // `key:` with nothing behind it is an empty section.
    let kind: ShownValue = required.isEmpty ? .list([.text("object"), .text("null")]) : .text("object")
    return [
      ShownMember("type", kind), ShownMember("additionalProperties", .bool(false)),
      ShownMember("properties", .map(properties)),
    ] + (required.isEmpty ? [] : [ShownMember("required", .list(required.map { .text($0) }))])
  }

  private static func property(_ field: FieldOutline) -> [ShownMember] {
    let standard = field.standard.isEmpty ? "" : " Default: \(field.standard)."
    return [ShownMember("description", .text(field.meaning + standard))] + members(field.outline)
  }
}

extension Settings {
  /// The settings with all defaults filled in and every secret replaced by the place where it is kept; of
  /// a secret's command only the program is shown.
  package var shown: ShownValue { .map(Settings.section.show(self)) }
}
