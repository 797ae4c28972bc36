/// Reads a YAML text into a tree that knows where each value stands.
///
/// Settings need a small part of YAML, and the rest invites surprises: anchors, aliases, tags, several
/// documents, duplicate keys, tabs and control characters are problems. All problems that can be told
/// apart are reported; a syntax error ends the reading.
package struct YAMLDocument: Sendable {
  /// What a text may take up.
  package struct Limits: Sendable {
    package var bytes = 1 << 20
    package var depth = 16

    package init() {}
  }

  /// The top of the tree; nil when the text is empty or no tree can be made of it.
  package let root: YAMLNode?
  /// In the order of their places.
  package let problems: [ConfigurationProblem]

  package init(parsing bytes: [UInt8], limits: Limits = Limits()) {
    // libyaml takes the mark for text once it is told the encoding.
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let refusal = YAMLTextCheck.refusal(of: bytes, limit: limits.bytes) {
      root = nil
      problems = [refusal]
      return
    }
    do {
      var composer = YAMLComposer(source: try YAMLParserHandle(bytes), depthLimit: limits.depth)
      root = composer.compose()
      problems = composer.problems.sorted { $0.position < $1.position }
    } catch {
      root = nil
      problems = [ConfigurationProblem(at: error.position, error.reason)]
    }
  }
}
