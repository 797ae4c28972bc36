import Basics
import CommandKit
import Dispatch
import Glibc

/// One run of dbops, from its command line to its exit status.
package struct Program: Sendable {
  private let table: CommandTable
  private let surroundings: Surroundings

  /// What the process gives to the program.
  package struct Surroundings: Sendable {
    let environment: [String: String]
    let outlets: Console.Outlets
    /// Whether standard input is a terminal.
    let input: Terminal
    /// Ends the process at once, when a second signal asks for it.
    let leave: @Sendable (Int32) -> Void

    /// Whether a question would be seen and could be answered.
    var canAsk: Bool { input.isTerminal && outlets.terminals().error.isTerminal }

    package init(
      environment: [String: String], outlets: Console.Outlets, input: Terminal,
      leave: @escaping @Sendable (Int32) -> Void
    ) {
      self.environment = environment
      self.outlets = outlets
      self.input = input
      self.leave = leave
    }
  }

  package init(table: CommandTable, surroundings: Surroundings) {
    self.table = table
    self.surroundings = surroundings
  }

  /// Runs the program in this process, with its streams and signals.
  ///
  /// - Parameters:
  ///   - arguments: The words of the command line, the program's own name first.
  ///   - leave: Ends the process at once; called on another thread when a second signal comes.
  /// - Returns: The exit status.
  package static func run(
    arguments: [String], environment: [String: String], leave: @escaping @Sendable (Int32) -> Void
  ) async -> Int32 {
    ProcessSetup.harden()
    let table = CommandTable.dbops
    let exposed = ProcessSetup.blankArguments(named: table.root.spec.secretOptionNames)
    let outlets = Console.Outlets(
      out: .descriptor(STDOUT_FILENO), error: .descriptor(STDERR_FILENO),
      terminals: { (.of(STDOUT_FILENO), .of(STDERR_FILENO)) })
    let surroundings = Surroundings(
      environment: environment, outlets: outlets, input: .of(STDIN_FILENO), leave: leave)
    let program = Program(table: table, surroundings: surroundings)
    return await program.run(Array(arguments.dropFirst()), exposed: exposed)
  }

  /// Runs one command line.
  ///
  /// - Parameters:
  ///   - words: The command line without the program's name.
  ///   - exposed: Secret options that stood in it, to be warned about.
  package func run(_ words: [String], exposed: [String] = []) async -> Int32 {
    let run = RunID()
    var style = ConsoleStyle(
      standardError: surroundings.outlets.terminals().error, environment: surroundings.environment)
    do {
      switch try CommandParser(table.root.spec).parse(words) {
      case .help(let path):
        style.apply(unread: words)
        return help(path, on: Console(style: style, run: run, outlets: surroundings.outlets))
      case .run(let invocation):
        style.apply(invocation)
        let console = Console(style: style, run: run, outlets: surroundings.outlets)
        for name in exposed {
          console.warn("a secret in --\(name) can be read in the process list and the shell's history")
        }
        return await perform(invocation, context: context(invocation, console, run))
      }
    } catch {
      style.apply(unread: words)
      let console = Console(style: style, run: run, outlets: surroundings.outlets)
      return end(.failure(error), on: console, stop: nil)
    }
  }
}

extension Program {
  private func help(_ path: [CommandSpec], on console: Console) -> Int32 {
    let text = HelpText(path, width: console.dataWidth ?? 80).text
    console.show(text)
    return end(.success(.ok(["text": .string(text)])), on: console, stop: nil)
  }

  private func context(_ invocation: Invocation, _ console: Console, _ run: RunID) -> CommandContext {
    let level: LogLevel =
      switch console.style.verbosity {
      case .quiet: .error
      case .normal: .warning
      case .verbose: .info
      case .debug: .debug
      }
    let manner: Consent.Manner =
      if invocation[GlobalOptions.yes] {
        .given
      } else if invocation[GlobalOptions.noInput] || !surroundings.canAsk {
        .impossible
      } else {
        .asking
      }
    return CommandContext(
      run: run, console: console, log: Log(level: level) { console.log($0) },
      environment: surroundings.environment, configOption: invocation[GlobalOptions.config],
      held: HeldThings(),
      consent: Consent(manner: manner, confirmed: invocation[GlobalOptions.confirm]) { console.ask($0) },
      table: table)
  }

  private func perform(_ invocation: Invocation, context: CommandContext) async -> Int32 {
    guard let act = table.root.find(invocation.path[...])?.act else { return ExitCode.usage.rawValue }
    let work = Task { try await act(invocation, context) }
    let leave = surroundings.leave
    let watch = SignalWatch { action in
      switch action {
      case .leave(let code):
        Program.briefly { context.console.clear() }
        leave(code.rawValue)
      case .stop(let code):
        work.cancel()
        Program.briefly { context.console.warn(Program.farewell(code, held: context.held.names)) }
      }
    }
    let result = await work.result
    watch.end()
    return end(result, on: context.console, stop: watch.stop)
  }

  /// Waits for `printing` a moment only: a terminal may be stopped, and the next signal must be heard.
  private static func briefly(_ printing: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      printing()
      done.signal()
    }
    _ = done.wait(timeout: .now() + .milliseconds(100))
  }

  /// What is said when the first signal comes.
  package static func farewell(_ code: ExitCode, held: [String]) -> String {
    let signal = signalName(code)
    let again = code == .interrupted ? "Ctrl-C again" : "a second signal"
    guard !held.isEmpty else { return "stopping on \(signal); \(again) leaves at once" }
    return "stopping on \(signal), unlocking \(held.joined(separator: ", ")); "
      + "\(again) leaves at once without unlocking"
  }

  private func end(
    _ result: Result<CommandResult, any Error>, on console: Console, stop: ExitCode?
  ) -> Int32 {
    switch result {
    case .success(let result):
      console.finish(result.summary, exit: result.exit)
      if case .failed(let number) = console.output {
        let error = OpsError.system("cannot write to standard output", errno: number)
        console.finish(error, exit: error.code.rawValue)
        return error.code.rawValue
      }
      return result.exit.rawValue
    case .failure(let failure):
      let error = Program.told(failure, stop: stop)
      // An unknown outcome outranks the signal: a person must look.
      let code = stop.map { error.code == .unknown ? error.code : $0 } ?? error.code
      console.finish(error, exit: code.rawValue)
      return code.rawValue
    }
  }

  /// Only a command can say what it changed; an error it did not foresee knows nothing of that.
  private static func told(_ failure: any Error, stop: ExitCode?) -> OpsError {
    if let known = failure as? OpsError { return known }
    if let known = failure as? any OpsErrorConvertible {
      var error = known.opsError
      error.changed = "see the messages above"
      return error
    }
    if failure is CancellationError, let stop {
      return OpsError(stop, "stopped on \(signalName(stop))", changed: "see the messages above")
    }
    return OpsError(.failed, "failed", why: String(describing: failure), changed: "see the messages above")
  }

  private static func signalName(_ code: ExitCode) -> String {
    code == .interrupted ? "SIGINT" : "SIGTERM"
  }
}
