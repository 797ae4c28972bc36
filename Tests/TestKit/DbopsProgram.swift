import Basics
import FoundationEssentials

/// The dbops of this build, run as a user runs it: by its command line.
package struct DbopsProgram: Sendable {
  /// What a run left behind.
  package struct Ended: Sendable {
    /// 128 more than the number of the signal that ended it.
    package let status: Int32
    package let output: String
    /// The end of what was written to standard error.
    package let messages: String

    package var text: String { output + messages }
  }

  package let path: String
  private let environment: [String: String]

  /// - Parameter configuration: The configuration file that its runs read.
  /// - Throws: `OpsError` `notFound` when the program was not built together with the tests.
  package init(configuration: String) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    path = "\(tests.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })/dbops"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw OpsError(.notFound, "there is no \(path)", hint: "swift build --product dbops")
    }
    environment = ChildCommand.plainEnvironment.merging(["DBOPS_CONFIG": configuration]) { $1 }
  }

  /// Runs a command to its end.
  package func run(_ arguments: [String]) async throws -> Ended {
    let command = ChildCommand([path] + arguments, environment: environment)
    let ended = try await blocking {
      try ChildProcess.run(command, timeout: .seconds(600), outputLimit: 1 << 24)
    }
    return Ended(
      status: Self.status(ended.status), output: String(decoding: ended.output, as: UTF8.self),
      messages: String(decoding: ended.messages, as: UTF8.self))
  }

  /// Starts a command; all it says goes to the file at `log`.
  package func start(_ arguments: [String], log: String) throws -> ChildProcess {
    try ChildProcess(starting: ChildCommand([path] + arguments, environment: environment), log: log)
  }

  package static func status(_ status: ChildStatus) -> Int32 {
    switch status {
    case .exited(let code): code
    case .signalled(let number): 128 + number
    }
  }
}
