internal import CYAML

/// Owns one `yaml_parser_t` and the text it reads.
///
/// libyaml keeps a pointer to its input until the parser is deleted, so both live here. One thread at a time.
@safe struct YAMLParserHandle: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// - Parameter bytes: UTF-8; other encodings are not guessed at.
  /// - Throws: ``YAMLSyntaxError`` when there is no memory.
  init(_ bytes: [UInt8]) throws(YAMLSyntaxError) {
    unsafe parser = .allocate(capacity: 1)
    unsafe input = .allocate(capacity: bytes.count)
    _ = unsafe input.initialize(from: bytes)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      // Zeroed by libyaml before it fails, so the deletion in `deinit` stays harmless.
      throw YAMLSyntaxError(position: YAMLPosition(line: 1, column: 1), reason: "out of memory")
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event. After `streamEnd` or an error there is none: do not call again.
  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { unsafe yaml_event_delete(&event) }
    let (kind, decoration) = unsafe Self.reading(event)
    return YAMLEvent(kind: kind, position: unsafe Self.place(event.start_mark), decoration: decoration)
  }

  private static func reading(_ event: yaml_event_t) -> (YAMLEvent.Kind, YAMLEvent.Decoration?) {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return (.streamStart, nil)
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, nil)
    case YAML_DOCUMENT_END_EVENT: return (.documentEnd, nil)
    case YAML_ALIAS_EVENT: return (.alias, nil)
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return (.sequenceStart, unsafe decoration(anchor: start.anchor, tag: start.tag))
    case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, nil)
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return (.mappingStart, unsafe decoration(anchor: start.anchor, tag: start.tag))
    case YAML_MAPPING_END_EVENT: return (.mappingEnd, nil)
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let text = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
      return (
        .scalar(unsafe String(decoding: text, as: UTF8.self), isPlain: isPlain),
        unsafe decoration(anchor: scalar.anchor, tag: scalar.tag)
      )
    default: return (.streamEnd, nil)
    }
  }

  private static func decoration(
    anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?
  ) -> YAMLEvent.Decoration? {
    if unsafe anchor != nil { return .anchor }
    return unsafe tag != nil ? .tag : nil
  }

  private static func place(_ mark: yaml_mark_t) -> YAMLPosition {
    YAMLPosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }

  private func syntaxError() -> YAMLSyntaxError {
    let parser = unsafe self.parser.pointee
    var reason = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "not YAML"
    if let context = unsafe parser.context {
      reason += unsafe " " + String(cString: context)
    }
    // The reader knows no line; what it refuses is looked for before libyaml sees the text.
    return YAMLSyntaxError(position: unsafe Self.place(parser.problem_mark), reason: reason)
  }
}
