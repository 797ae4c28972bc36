import Basics

/// What came of reading a file of settings: the settings, or all that is wrong with it.
package struct SettingsReader: Sendable {
  /// Nil when there is any problem.
  package let settings: Settings?
  /// In the order of their places.
  package let problems: [ConfigurationProblem]

  /// - Parameter folder: The absolute folder that relative paths in the text start from.
  package init(parsing bytes: [UInt8], folder: String) {
    let document = YAMLDocument(parsing: bytes)
    var reading = Reading(folder: folder)
    var read: Settings?
    if let root = document.root {
      read = Settings.section.read(root, &reading)
      Self.checkReferences(in: root, &reading)
    } else if document.problems.isEmpty {
      reading.report(
        "the file is empty", at: YAMLPosition(line: 1, column: 1),
        hint: "`dbops init` writes one to start from")
    }
    problems = (document.problems + reading.problems).sorted { $0.position < $1.position }
    settings = problems.isEmpty ? read : nil
  }

  /// Names are looked up in the text rather than in what was read, so that one bad target does not make
  /// every job that uses it a second problem.
  private static func checkReferences(in root: YAMLNode, _ reading: inout Reading) {
    let defined: [Reading.Reference.Kind: [String]] = [
      .target: names(under: "targets", in: root), .storage: names(under: "storage", in: root),
    ]
    for reference in reading.references {
      let known = defined[reference.kind] ?? []
      guard !known.contains(reference.name) else { continue }
      let near = suggestion(for: reference.name, among: known)
      let all = known.isEmpty ? "none is defined" : "there are: \(known.joined(separator: ", "))"
      reading.within(reference.path) { reading in
        reading.report(
          "no \(reference.kind.rawValue) is called \(quoted(reference.name))", at: reference.position,
          hint: near.map { "did you mean \($0)?" } ?? all)
      }
    }
  }

  private static func names(under section: String, in root: YAMLNode) -> [String] {
    guard case .mapping(let members) = root.member(section)?.value.content else { return [] }
    return members.map(\.name)
  }
}

extension SettingsReader {
  /// The settings.
  ///
  /// - Parameter file: Named in the error.
  /// - Throws: `OpsError` `configuration` that lists every problem, one on a line.
  package func settings(from file: String) throws(OpsError) -> Settings {
    if let settings { return settings }
    throw OpsError.unusable("the configuration", problems, in: file)
  }
}

extension OpsError {
  /// All problems of one file, one on a line when there are several.
  static func unusable(_ kind: String, _ problems: [ConfigurationProblem], in file: String) -> OpsError {
    if problems.count == 1, let only = problems.first {
      return OpsError(
        .configuration, "\(kind) cannot be used", why: "\(file):\(only.position): \(only.message)",
        hint: only.hint)
    }
    let lines = problems.map { "\n  " + $0.text(in: file) }.joined()
    return OpsError(
      .configuration, "\(kind) cannot be used", why: "\(problems.count) problems\(lines)",
      hint: "correct them, then run again")
  }
}
