import Basics

/// Limits on status variables of a server, as in `Threads_running=50,Threads_connected=500`.
package struct LoadThresholds: Sendable, Equatable {
  package struct Threshold: Sendable, Equatable {
    /// As it was written; servers do not mind the case.
    package let variable: String
    package let limit: Int64

    package init(_ variable: String, _ limit: Int64) {
      self.variable = variable
      self.limit = limit
    }
  }

  /// In the order written.
  package let thresholds: [Threshold]

  package init(_ thresholds: [Threshold] = []) { self.thresholds = thresholds }

  /// - Parameters:
  ///   - text: `NAME=NUMBER`, several separated by commas; an empty text has no limits.
  ///   - option: What the user wrote it for, such as `--max-load`.
  /// - Throws: `OpsError` `usage` for anything else, and for a name that stands twice.
  package init(parsing text: String, for option: String = "--max-load") throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var thresholds: [Threshold] = []
    for part in Self.isBlank(text) ? [] : parts {
      let threshold = try Self.threshold(part, option)
      guard !thresholds.contains(where: { $0.name == threshold.name }) else {
        throw Self.misuse(option, text, "\(threshold.variable) stands twice")
      }
      thresholds.append(threshold)
    }
    self.thresholds = thresholds
  }

  private static func threshold(_ part: Substring, _ option: String) throws -> Threshold {
    let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    guard sides.count == 2, isName(sides[0]) else {
      throw misuse(option, String(part), "it is not NAME=NUMBER")
    }
    guard sides[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let limit = Int64(sides[1]) else {
      throw misuse(option, String(part), "'\(sides[1])' is not a whole number")
    }
    return Threshold(sides[0], limit)
  }

  private static func isName(_ text: String) -> Bool {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return isPlain && text.first?.isLetter == true
  }

  private static func isBlank(_ text: String) -> Bool { text.allSatisfy { $0 == " " } }

  private static func misuse(_ option: String, _ text: String, _ why: String) -> OpsError {
    OpsError(
      .usage, "cannot read \(option) '\(text)'", why: why,
      hint: "write status variables and their limits, such as Threads_running=50,Threads_connected=500")
  }

  package var isEmpty: Bool { thresholds.isEmpty }

  /// The form that `init(parsing:for:)` reads.
  package var text: String { thresholds.map { "\($0.variable)=\($0.limit)" }.joined(separator: ",") }
}

extension LoadThresholds.Threshold {
  /// The variable in lower case: the key of `StatusVariables`.
  var name: String { variable.lowercased() }
}

/// Values of status variables by their names in lower case; what the server does not have, or has not as a whole
/// number, is missing.
package typealias StatusVariables = [String: Int64]

extension LoadThresholds {
  /// Those that `values` reach, in gh-ost's words: `Threads_running=50 >= 40`.
  func reached(by values: StatusVariables) -> [String] {
    thresholds.compactMap { threshold in
      guard let value = values[threshold.name], value >= threshold.limit else { return nil }
      return "\(threshold.variable)=\(value) >= \(threshold.limit)"
    }
  }

  /// The variables that are not among `values`.
  func missing(from values: StatusVariables) -> [String] {
    thresholds.filter { values[$0.name] == nil }.map(\.variable)
  }
}
