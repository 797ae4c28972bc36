import Basics

/// Where something lies in a store: components joined by slashes, below the store's root.
///
/// A component has 1 to 128 of `A-Z a-z 0-9 . _ -` and does not start with a dot, so a name can neither
/// leave the store nor meet the temporary files of one.
package struct ObjectName: Sendable, Hashable, CustomStringConvertible {
  package let components: [String]

  private init(components: [String]) { self.components = components }

  /// Reads a name; nil unless every component is a valid one.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy(Self.isValid(component:)) else { return nil }
    components = parts
  }

  /// Whether `text` can be one component.
  package static func isValid(component text: String) -> Bool {
    (1...128).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: ".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// The name of `component` in this folder.
  ///
  /// - Throws: `OpsError` `refused` when it cannot be one component.
  package func appending(_ component: String) throws -> ObjectName {
    guard Self.isValid(component: component) else {
      throw OpsError(
        .refused, "\"\(component)\" cannot be a name in a repository",
        why: "names have 1 to 128 letters, digits, '.', '_' and '-', and do not start with a dot")
    }
    return ObjectName(components: components + [component])
  }

  /// The root of every store.
  package static let root = ObjectName(components: [])

  package var description: String { components.joined(separator: "/") }
}
