/// A program to start, with all that it is given. No shell is involved.
package struct ChildCommand: Sendable, Equatable {
  /// The program and its arguments. A program without a slash is looked for in the `PATH` of `environment`.
  package var arguments: [String]
  /// The child's whole environment; nothing is inherited.
  package var environment: [String: String]

  /// - Parameter environment: `PATH` with the system's folders and the C locale by default.
  package init(
    _ arguments: [String], environment: [String: String] = ChildCommand.plainEnvironment
  ) {
    self.arguments = arguments
    self.environment = environment
  }

  /// Finds the system's programs and makes them speak English.
  package static let plainEnvironment = ["PATH": systemPath, "LC_ALL": "C.UTF-8"]

  private static let systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// The program's name without its folder, for messages; arguments are left out, as they may hold secrets.
  package var name: String {
    guard let program = arguments.first else { return "" }
    return program.split(separator: "/").last.map { String($0) } ?? program
  }

  /// The paths at which the program may be, in the order to try.
  var candidates: [String] {
    guard let program = arguments.first, !program.isEmpty else { return [] }
    if program.contains("/") { return [program] }
    return (environment["PATH"] ?? Self.systemPath).split(separator: ":").map { "\($0)/\(program)" }
  }
}

/// How a child ended.
package enum ChildStatus: Sendable, Equatable, CustomStringConvertible {
  case exited(Int32)
  /// Ended by this signal.
  case signalled(Int32)

  package var isSuccess: Bool { self == .exited(0) }

  package var description: String {
    switch self {
    case .exited(let code): "exited with status \(code)"
    case .signalled(let number): "was ended by signal \(number)"
    }
  }
}

/// What a child that has ended wrote.
package struct ChildOutput: Sendable, Equatable {
  package let status: ChildStatus
  package let output: [UInt8]
  /// The end of what it wrote to its standard error, at most 16 KiB.
  package let messages: [UInt8]

  /// The last line of ``messages`` that is not blank, without control characters; empty when there is none.
  package var lastMessage: String {
    let lines = String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline)
    let last = lines.last { line in line.contains { !$0.isWhitespace } } ?? ""
    let printable = last.unicodeScalars.filter { $0.properties.generalCategory != .control }
    return String(String.UnicodeScalarView(printable.prefix(300)))
  }
}
