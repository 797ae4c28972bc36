/// The completion script for fish 3 and later.
struct FishCompletion {
  let model: CompletionModel

  var text: String {
    let program = model.program
    let engine = Self.engine.replacing("PROGRAM", with: program)
      .replacing("SUBCOMMANDS", with: subcommandCases).replacing("VALUED", with: valuedCases)
    return """
      # fish completion of \(program): save this as ~/.config/fish/completions/\(program).fish

      \(engine)
      complete -c \(program) -f
      \(model.nodes.flatMap(lines).joined(separator: "\n"))

      """
  }

  private var subcommandCases: String {
    let patterns = model.nodes.flatMap { node in
      node.subcommands.map { quoted("\(node.commandLine) \($0.name)") }
    }
    return (patterns.isEmpty ? ["''"] : patterns).joined(separator: " ")
  }

  private var valuedCases: String {
    let patterns = model.nodes.flatMap { node in
      node.options.filter { !$0.isFlag }.flatMap(\.forms).map { quoted("\(node.commandLine) \($0)") }
    }
    return (patterns.isEmpty ? ["''"] : patterns).joined(separator: " ")
  }

  private func lines(_ node: CompletionModel.Node) -> [String] {
    let at = "__\(model.program)_at \(quoted(node.commandLine))"
    let subcommands = node.subcommands.map { command in
      line("\(at) 0", ["-a", quoted(command.name), "-d", quoted(command.summary)])
    }
    let options = node.options.flatMap { option(at, $0) }
    let arguments = node.arguments.enumerated().compactMap { index, argument -> String? in
      let place = argument.isRepeated ? "\(index)+" : "\(index)"
      return source(argument.shape.completion).map { line("\(at) \(place)", $0) }
    }
    return subcommands + options + arguments
  }

  private func option(_ at: String, _ option: OptionDefinition) -> [String] {
    var parts = option.short.map { ["-s", String($0)] } ?? []
    parts += ["-l", option.name, "-d", quoted(option.help)]
    if !option.isFlag { parts += ["-r"] + (source(option.shape.completion) ?? ["-f"]) }
    let reverse =
      option.isReversible ? [line(at, ["-l", "no-\(option.name)", "-d", quoted(option.help)])] : []
    return [line(at, parts)] + reverse
  }

  /// The words of `complete` that offer values; nil when there are none to offer.
  private func source(_ hint: CompletionHint) -> [String]? {
    switch hint {
    case .nothing: nil
    case .words(let words): ["-f", "-a", quoted(words.joined(separator: " "))]
    case .files: ["-F"]
    case .directories: ["-f", "-a", quoted("(__fish_complete_directories)")]
    case .dynamic(let name): ["-f", "-a", quoted("(__\(model.program)_list \(name))")]
    }
  }

  private func line(_ condition: String, _ parts: [String]) -> String {
    "complete -c \(model.program) -n \(quoted(condition)) \(parts.joined(separator: " "))"
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// The part that is the same for every spec.
  private static let engine = #"""
    # Prints the command typed so far, then how many arguments follow it.
    function __PROGRAM_command
        set -l words (commandline -opc)
        set -e words[1]
        set -l command PROGRAM
        set -l position 0
        set -l option ''
        for word in $words
            if test -n "$option"
                set option ''
                continue
            end
            switch "$command $word"
                case SUBCOMMANDS
                    if test $position -eq 0
                        set command "$command $word"
                        continue
                    end
                case VALUED
                    set option $word
            end
            if not string match -q -- '-*' $word
                set position (math $position + 1)
            end
        end
        printf '%s\n' $command $position
    end

    # True when that command is the first argument, and the position the second, if it is given.
    function __PROGRAM_at
        set -l here (__PROGRAM_command)
        test "$here[1]" = "$argv[1]"; or return 1
        set -q argv[2]; or return 0
        if string match -q '*+' -- $argv[2]
            test $here[2] -ge (string trim -r -c + -- $argv[2])
        else
            test $here[2] -eq $argv[2]
        end
    end

    function __PROGRAM_list
        set -l words (commandline -opc)
        set -l config
        for index in (seq 2 (count $words))
            switch $words[$index]
                case -c --config
                    set config --config=$words[(math $index + 1)]
                case '--config=*'
                    set config $words[$index]
            end
        end
        $words[1] completion --list=$argv[1] $config 2>/dev/null
    end
    """#
}
