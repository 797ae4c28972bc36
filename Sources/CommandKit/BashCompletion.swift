/// The completion script for bash 4 and later; it needs nothing but bash itself.
struct BashCompletion {
  let model: CompletionModel

  var text: String {
    let program = model.program
    return """
      # bash completion of \(program): source this, or save it as
      # ~/.local/share/bash-completion/completions/\(program)

      # Command as far as it is typed, option or position -> kind of value: words, files, dirs, ask, none.
      _\(program)_kind() {
        case "$1 $2" in
      \(kinds.joined(separator: "\n"))
        *) return 1 ;;
        esac
      }

      _\(program)_subcommands() {
        case "$1" in
      \(subcommands.joined(separator: "\n"))
        esac
      }

      _\(program)_options() {
        case "$1" in
      \(options.joined(separator: "\n"))
        esac
      }

      \(Self.engine.replacing("PROGRAM", with: program))
      complete -F _\(program) \(program)

      """
  }

  private var subcommands: [String] {
    model.nodes.filter { !$0.subcommands.isEmpty }.map { node in
      row(shellQuoted(node.commandLine), node.subcommands.map(\.name).joined(separator: " "))
    }
  }

  private var options: [String] {
    model.nodes.map { node in
      row(shellQuoted(node.commandLine), node.options.flatMap(\.forms).joined(separator: " "))
    }
  }

  private var kinds: [String] {
    model.nodes.flatMap { node -> [String] in
      let options = node.options.filter { !$0.isFlag }.map { option in
        let patterns = option.forms.map { shellQuoted("\(node.commandLine) \($0)") }
        let kind = kind(option.shape.completion) + (option.arity == .list ? ",list" : "")
        return row(patterns.joined(separator: " | "), kind)
      }
      let arguments = node.arguments.enumerated().map { index, argument in
        let pattern = shellQuoted("\(node.commandLine) ") + (argument.isRepeated ? "[0-9]*" : "\(index)")
        return row(pattern, kind(argument.shape.completion))
      }
      return options + arguments
    }
  }

  private func row(_ pattern: String, _ words: String) -> String {
    "  \(pattern)) echo \(shellQuoted(words)) ;;"
  }

  private func kind(_ hint: CompletionHint) -> String {
    switch hint {
    case .nothing: "none"
    case .words(let words): "words " + words.joined(separator: " ")
    case .files: "files"
    case .directories: "dirs"
    case .dynamic(let name): "ask \(name)"
    }
  }

  /// The part that is the same for every spec. Words are compared and never expanded, because a name
  /// out of a configuration file may look like a command substitution.
  private static let engine = #"""
    _PROGRAM_offer() {
      local word lead=
      [[ $2 == list && $1 == *,* ]] && lead=${1%,*},
      while IFS= read -r word; do
        [[ -n $word && $lead$word == "$1"* ]] && COMPREPLY+=("$lead$word")
      done
    }

    _PROGRAM_value() {
      local kind=$1 current=$2 form=
      [[ $kind == *,list ]] && form=list kind=${kind%,list}
      case $kind in
      words\ *) _PROGRAM_offer "$current" "$form" < <(printf '%s\n' ${kind#words }) ;;
      ask\ *)
        _PROGRAM_offer "$current" "$form" < <("${COMP_WORDS[0]}" completion --list="${kind#ask }" \
          ${config:+--config="$config"} 2>/dev/null)
        ;;
      files | dirs)
        compopt -o filenames 2>/dev/null
        local how=-f
        [[ $kind == dirs ]] && how=-d
        _PROGRAM_offer "$current" < <(compgen "$how" -- "$current")
        ;;
      esac
    }

    _PROGRAM() {
      local current=${COMP_WORDS[COMP_CWORD]} command=PROGRAM position=0 config= option= index word kind IFS=$' \t\n'
      COMPREPLY=()
      for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ -n $option ]]; then
          [[ $word == = ]] && continue
          [[ $option == --config || $option == -c ]] && config=$word
          option=
        elif [[ $word == -- ]]; then
          kind=$(_PROGRAM_kind "$command" "$((position + COMP_CWORD - index - 1))") &&
            _PROGRAM_value "$kind" "$current"
          return
        elif [[ $word == -* ]]; then
          _PROGRAM_kind "$command" "$word" >/dev/null && option=$word
        elif ((position == 0)) && [[ " $(_PROGRAM_subcommands "$command") " == *" $word "* ]]; then
          command+=" $word"
        else
          ((position++))
        fi
      done
      [[ $current == = ]] && current=
      if [[ -n $option ]]; then
        _PROGRAM_value "$(_PROGRAM_kind "$command" "$option")" "$current"
      elif [[ $current == -* ]]; then
        _PROGRAM_offer "$current" < <(printf '%s\n' $(_PROGRAM_options "$command"))
      else
        ((position == 0)) && _PROGRAM_offer "$current" < <(printf '%s\n' $(_PROGRAM_subcommands "$command"))
        kind=$(_PROGRAM_kind "$command" "$position") && _PROGRAM_value "$kind" "$current"
      fi
      return 0
    }
    """#
}
