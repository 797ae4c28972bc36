/// Thresholds on status variables of a server, as in `Threads_running=50,Threads_connected=900`.
package struct LoadLimits: Sendable, Equatable {
  package struct Limit: Sendable, Equatable {
    package let variable: String
    package let threshold: Int
  }

  /// In the order written.
  package let limits: [Limit]

  /// Nil unless every part is `NAME=NUMBER` and no name stands twice.
  package init?(text: String) {
    var limits: [Limit] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
      guard sides.count == 2, NamePattern.variable.accepts(sides[0]), sides[1].utf8.allSatisfy(isDigit),
        let threshold = Int(sides[1]), !limits.contains(where: { $0.variable == sides[0] })
      else { return nil }
      limits.append(Limit(variable: sides[0], threshold: threshold))
    }
    self.limits = limits
  }

  /// The form that ``init(text:)`` reads.
  package var text: String {
    limits.map { "\($0.variable)=\($0.threshold)" }.joined(separator: ",")
  }
}

extension Shape where Value == LoadLimits {
  static let loadLimits = scalar(
    "NAME=NUMBER, several separated by commas, such as Threads_running=50",
    schema: [
      ShownMember("type", .text("string")),
      ShownMember(
        "pattern", .text("^ *[A-Za-z][A-Za-z0-9_.]* *= *[0-9]+ *(, *[A-Za-z][A-Za-z0-9_.]* *= *[0-9]+ *)*$")),
    ],
    parse: { LoadLimits(text: $0) }, show: { .text($0.text) })
}
