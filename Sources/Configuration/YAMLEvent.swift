/// One step of reading a YAML text.
struct YAMLEvent: Equatable {
  enum Kind: Equatable {
    case streamStart, streamEnd
    case documentStart, documentEnd
    case alias
    case scalar(String, isPlain: Bool)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
  }

  /// A feature of YAML that settings do without.
  enum Decoration: Equatable {
    case anchor, tag
  }

  let kind: Kind
  let position: YAMLPosition
  let decoration: Decoration?
}

/// Why the text is not YAML, in libyaml's words.
struct YAMLSyntaxError: Error, Equatable {
  let position: YAMLPosition
  let reason: String
}
