/// The completion script for zsh.
struct ZshCompletion {
  let model: CompletionModel

  var text: String {
    let program = model.program
    let functions = model.nodes.map(function).joined(separator: "\n")
    return """
      #compdef \(program)
      # zsh completion of \(program): save this as _\(program) in a folder of $fpath, or source it.

      # Called by _arguments, which puts options for compadd before the kind of names wanted.
      _\(program)_list() {
        local -a config words_found
        local kind=$argv[-1]
        local index
        for ((index = 2; index < ${#\(program)_line}; index++)); do
          case ${\(program)_line[index]} in
          -c|--config) config=(--config=${\(program)_line[index + 1]}) ;;
          --config=*) config=(${\(program)_line[index]}) ;;
          esac
        done
        words_found=("${(@f)$(${(Q)\(program)_line[1]} completion --list=$kind $config 2>/dev/null)}")
        words_found=(${words_found:#})
        (( ${#words_found} )) && compadd "${(@)argv[1,-2]}" -a words_found
      }

      \(functions)
      _\(program)() {
        local -a \(program)_line
        \(program)_line=("${words[@]}")
        \(name(program))
      }

      if [[ $funcstack[1] == _\(program) ]]; then
        _\(program) "$@"
      else
        compdef _\(program) \(program)
      fi

      """
  }

  /// `dbops backups show` has the function `_dbops__backups__show`; the root has `_dbops__`.
  private func name(_ commandLine: String) -> String {
    let words = commandLine.split(separator: " ").dropFirst()
    return "_\(model.program)__" + words.map { $0.replacing("-", with: "_") }.joined(separator: "__")
  }

  private func function(_ node: CompletionModel.Node) -> String {
    var specs = node.options.flatMap(option)
    for (index, argument) in node.arguments.enumerated() where node.subcommands.isEmpty {
      let place = argument.isRepeated ? "*" : "\(index + 1)"
      specs.append(
        shellQuoted("\(place):\(escaped(argument.name)):\(action(argument.shape.completion, .single))"))
    }
    if !node.subcommands.isEmpty { specs += ["'1: :->command'", "'*:: :->rest'"] }
    let body = specs.map { "    \($0)" }.joined(separator: " \\\n")
    return """
      \(name(node.commandLine))() {
        local context state state_descr line
        typeset -A opt_args
        _arguments -s -S -C \\
      \(body)\(dispatch(node))
      }

      """
  }

  private func dispatch(_ node: CompletionModel.Node) -> String {
    guard !node.subcommands.isEmpty else { return "" }
    let listed = node.subcommands.map { shellQuoted("\($0.name):\($0.summary)") }.joined(separator: " ")
    let cases = node.subcommands.map { "    \($0.name)) \(name("\(node.commandLine) \($0.name)")) ;;" }
    return """

        case $state in
        command)
          local -a commands
          commands=(\(listed))
          _describe -t commands command commands
          ;;
        rest)
          case $words[1] in
      \(cases.joined(separator: "\n"))
          esac
          ;;
        esac
      """
  }

  private func option(_ option: OptionDefinition) -> [String] {
    let repeatable = option.arity == .repeated || option.arity == .list
    let others = option.forms.joined(separator: " ")
    return option.forms.map { form in
      let exclusion = repeatable ? "*" : "(\(others))"
      guard !option.isFlag else { return shellQuoted("\(exclusion)\(form)[\(escaped(option.help))]") }
      let sign = form.hasPrefix("--") ? "=" : "+"
      let placeholder = escaped(option.shape.placeholder)
      let action = action(option.shape.completion, option.arity)
      return shellQuoted("\(exclusion)\(form)\(sign)[\(escaped(option.help))]:\(placeholder):\(action)")
    }
  }

  private func action(_ hint: CompletionHint, _ arity: OptionDefinition.Arity) -> String {
    switch hint {
    case .nothing: " "
    case .words(let words) where arity == .list: "_values -s , value \(words.joined(separator: " "))"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files: "_files"
    case .directories: "_files -/"
    case .dynamic(let name): "_\(model.program)_list \(name)"
    }
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "[]:\\".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
