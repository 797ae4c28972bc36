/// Builds the tree from the events and notes every feature that is refused.
struct YAMLComposer: ~Copyable {
  private var source: YAMLParserHandle
  private let depthLimit: Int
  private(set) var problems: [ConfigurationProblem] = []

  init(source: consuming YAMLParserHandle, depthLimit: Int) {
    self.source = source
    self.depthLimit = depthLimit
  }

  /// The first document's root; nil when there is none or the syntax is broken.
  mutating func compose() -> YAMLNode? {
    do {
      var root: YAMLNode?
      var documents = 0
      while true {
        let event = try source.next()
        switch event.kind {
        case .streamEnd: return root
        case .streamStart, .documentEnd: continue
        case .documentStart:
          documents += 1
          guard documents > 1 else { continue }
          problems.append(
            ConfigurationProblem(at: event.position, "a second document", hint: "one file holds one document")
          )
          return root
        default: root = try node(from: event, depth: 1)
        }
      }
    } catch {
      problems.append(Self.problem(error))
      return nil
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
    guard depth <= depthLimit else {
      throw YAMLSyntaxError(position: event.position, reason: "nested more than \(depthLimit) levels deep")
    }
    note(event)
    switch event.kind {
    case .scalar(let text, let isPlain):
      return YAMLNode(position: event.position, content: .scalar(text, isPlain: isPlain))
    case .sequenceStart:
      return YAMLNode(position: event.position, content: .sequence(try elements(depth: depth + 1)))
    case .mappingStart:
      return YAMLNode(position: event.position, content: .mapping(try members(depth: depth + 1)))
    default:
      return YAMLNode(position: event.position, content: .scalar("", isPlain: true))
    }
  }

  private mutating func elements(depth: Int) throws(YAMLSyntaxError) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    while true {
      let event = try source.next()
      if event.kind == .sequenceEnd { return elements }
      elements.append(try node(from: event, depth: depth))
    }
  }

  private mutating func members(depth: Int) throws(YAMLSyntaxError) -> [YAMLMember] {
    var members: [YAMLMember] = []
    var places: [String: YAMLPosition] = [:]
    while true {
      let event = try source.next()
      if event.kind == .mappingEnd { return members }
      let key = try node(from: event, depth: depth)
      let value = try node(from: try source.next(), depth: depth)
      guard case .scalar(let name, _) = key.content else {
        problems.append(ConfigurationProblem(at: key.position, "a key must be a single word"))
        continue
      }
      if event.kind == .alias { continue }
      if let first = places[name] {
        problems.append(
          ConfigurationProblem(at: key.position, "duplicate key \(quoted(name)), first given at \(first)"))
        continue
      }
      places[name] = key.position
      members.append(YAMLMember(name: name, position: key.position, value: value))
    }
  }

  private mutating func note(_ event: YAMLEvent) {
    let refused: String
    switch (event.kind, event.decoration) {
    case (.alias, _): refused = "an alias (*name)"
    case (_, .anchor): refused = "an anchor (&name)"
    case (_, .tag): refused = "a tag (!name)"
    case (_, nil): return
    }
    problems.append(
      ConfigurationProblem(
        at: event.position, "\(refused) is not taken here",
        hint: "write the value out; quote text that begins so"
      ))
  }

  private static func problem(_ error: YAMLSyntaxError) -> ConfigurationProblem {
    let hint =
      switch error.reason {
      case let reason where reason.contains("mapping values are not allowed"):
        "check the indentation, and quote text that holds a colon and a blank"
      case let reason where reason.contains("could not find expected ':'"):
        "write `key: value`, with a blank after the colon"
      case let reason where reason.contains("cannot start any token"):
        "quote text that begins with @, `, % or a comma"
      default: ""
      }
    return ConfigurationProblem(at: error.position, error.reason, hint: hint)
  }
}
