/// A place in a file: both numbers count from 1, columns in characters.
package struct YAMLPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package var description: String { "\(line):\(column)" }

  package static func < (left: YAMLPosition, right: YAMLPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One value of a YAML document, with the place where it begins.
package struct YAMLNode: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// `isPlain` is false for quoted and block text.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLMember])
  }

  package let position: YAMLPosition
  package let content: Content
}

/// One `key: value` of a mapping.
package struct YAMLMember: Sendable, Equatable {
  package let name: String
  /// Where the key begins.
  package let position: YAMLPosition
  package let value: YAMLNode
}

extension YAMLNode {
  /// True for `key:` with nothing behind it, and for the ways to write that out.
  var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The member called `name`; nil for other nodes and missing members.
  func member(_ name: String) -> YAMLMember? {
    guard case .mapping(let members) = content else { return nil }
    return members.first { $0.name == name }
  }

  /// What stands there, in the words of a message.
  var kind: String {
    if isEmpty { return "nothing" }
    return switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
