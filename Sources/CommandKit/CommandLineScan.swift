import Basics

/// One reading of a command line, word by word.
struct CommandLineScan {
  private(set) var path: [CommandSpec]
  private(set) var wantsHelp = false
  private var rest: ArraySlice<String>
  private var options: [String: [String]] = [:]
  private var words: [String] = []

  init(root: CommandSpec, words: [String]) {
    path = [root]
    rest = words[...]
  }

  private var usage: UsageErrors { UsageErrors(path: path) }
  private var command: CommandSpec { path[path.count - 1] }
  private var visible: [OptionDefinition] { usage.visibleOptions }

  mutating func run() throws(OpsError) {
    while let word = rest.popFirst() {
      if word == "--" {
        for word in rest { try take(argument: word) }
        return
      }
      if word.hasPrefix("--") {
        try take(long: word.dropFirst(2), typed: word)
      } else if word.hasPrefix("-"), word.count > 1 {
        try take(dashed: word)
      } else {
        try take(word: word)
      }
    }
  }

  /// What was read, once everything the command demands is there.
  func invocation() throws(OpsError) -> Invocation {
    let command = command
    if command.role == .group { throw usage.missingSubcommand() }
    let applicable = Set(visible.map(\.name))
    for name in options.keys.sorted() where !applicable.contains(name) { throw usage.misplaced(name) }
    try OptionRuleCheck(given: Set(options.keys), commandLine: usage.commandLine).check(command.rules)
    return Invocation(path: path, options: options, arguments: try assignedArguments())
  }
}

extension CommandLineScan {
  private mutating func take(word: String) throws(OpsError) {
    if words.isEmpty, let next = command.subcommand(word) {
      path.append(next)
      return
    }
    if !command.subcommands.isEmpty, command.arguments.isEmpty { throw usage.unknownCommand(word) }
    try take(argument: word)
  }

  private mutating func take(argument word: String) throws(OpsError) {
    let arguments = command.argumentDefinitions
    let fits = words.count < arguments.count || arguments.last?.isRepeated == true
    guard fits, let argument = words.count < arguments.count ? arguments[words.count] : arguments.last else {
      throw usage.unexpectedArgument(word)
    }
    guard argument.accepts(word) else {
      throw usage.badValue(word, of: argument.name, shape: argument.shape)
    }
    words.append(word)
  }

  private func assignedArguments() throws(OpsError) -> [String: [String]] {
    var assigned: [String: [String]] = [:]
    var rest = words[...]
    for argument in command.argumentDefinitions {
      let count = argument.isRepeated ? rest.count : min(1, rest.count)
      guard count >= argument.minimum else { throw usage.missingArgument(argument) }
      if count > 0 { assigned[argument.name] = Array(rest.prefix(count)) }
      rest = rest.dropFirst(count)
    }
    return assigned
  }
}

extension CommandLineScan {
  private mutating func take(dashed word: String) throws(OpsError) {
    let body = word.dropFirst()
    let name = body.prefix { $0 != "=" }
    if name.count > 1, isKnown(long: name) {
      guard command.dialect == .singleDash else { throw usage.unknownOption("-\(name)") }
      return try take(long: body, typed: word)
    }
    // A negative number is an argument where one is accepted.
    if body.first?.isNumber == true, !command.arguments.isEmpty { return try take(argument: word) }
    guard let letter = body.first, letter == "h" || visible.contains(where: { $0.short == letter }) else {
      throw usage.unknownOption(word)
    }
    try take(letters: body, typed: word)
  }

  private func isKnown(long name: Substring) -> Bool {
    name == "help" || find(String(name)) != nil
  }

  /// `-v`, `-vy`, `-t NAME`, `-t=NAME`.
  ///
  /// Not `-tNAME`: of `-table=orders`, written with one dash by habit, it would make a target.
  private mutating func take(letters: Substring, typed: String) throws(OpsError) {
    var letters = letters
    while let letter = letters.popFirst() {
      if letter == "h" {
        wantsHelp = true
        continue
      }
      guard let option = visible.first(where: { $0.short == letter }) else {
        throw usage.unknownOption("-\(letter)", in: typed)
      }
      if option.isFlag {
        record("true", for: option)
        continue
      }
      guard letters.isEmpty || letters.first == "=" else {
        throw usage.unknownOption(String(typed.prefix { $0 != "=" }))
      }
      let value = letters.isEmpty ? nil : String(letters.dropFirst())
      return try take(value: value, of: option, typed: "-\(letter)")
    }
  }

  private mutating func take(long body: Substring, typed: String) throws(OpsError) {
    let name = String(body.prefix { $0 != "=" })
    let value = body.contains("=") ? String(body.drop { $0 != "=" }.dropFirst()) : nil
    if name == "help", value == nil {
      wantsHelp = true
      return
    }
    if let option = find(name) {
      return try take(value: value, of: option, typed: "--\(name)")
    }
    if name.hasPrefix("no-"), value == nil, let option = find(String(name.dropFirst(3))), option.isReversible
    {
      return record("false", for: option)
    }
    throw usage.unknownOption(String(typed.prefix { $0 != "=" }))
  }

  private func find(_ name: String) -> OptionDefinition? {
    visible.first { $0.names.contains(name) }
  }
}

extension CommandLineScan {
  private mutating func take(
    value: String?, of option: OptionDefinition, typed: String
  ) throws(OpsError) {
    if option.isFlag {
      let value = value ?? "true"
      guard option.accepts(value) else { throw usage.badValue(value, of: typed, shape: option.shape) }
      return record(value, for: option)
    }
    var text = value ?? ""
    if value == nil { text = try nextValue(of: option, typed: typed) }
    let texts = option.arity == .list ? splitList(text) : [text]
    for text in texts {
      guard option.accepts(text) else { throw usage.badValue(text, of: typed, shape: option.shape) }
    }
    if option.arity == .single, command.dialect == .standard, let old = options[option.name], old != texts {
      throw usage.givenTwice(typed, old + texts, shape: option.shape)
    }
    for text in texts { record(text, for: option) }
  }

  private mutating func record(_ text: String, for option: OptionDefinition) {
    options[option.name, default: []].append(text)
  }

  private mutating func nextValue(
    of option: OptionDefinition, typed: String
  ) throws(OpsError) -> String {
    guard let next = rest.first, !looksLikeOption(next) else {
      throw usage.missingValue(of: typed, shape: option.shape, next: rest.first)
    }
    rest = rest.dropFirst()
    return next
  }

  /// A forgotten value must not swallow the option that follows.
  private func looksLikeOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word.count > 1 && Double(word) == nil
  }
}

/// Splits at commas; `\,` is a comma of the value.
func splitList(_ text: String) -> [String] {
  var items = [""]
  var escaped = false
  for character in text {
    if escaped {
      if character != "," { items[items.count - 1].append("\\") }
      items[items.count - 1].append(character)
      escaped = false
    } else if character == "\\" {
      escaped = true
    } else if character == "," {
      items.append("")
    } else {
      items[items.count - 1].append(character)
    }
  }
  if escaped { items[items.count - 1].append("\\") }
  return items
}
