import MySQL

/// The variables wanted on one role.
package struct WantedFlags: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let name: String
    package let value: FlagValue
    package let origin: Origin
  }

  package enum Origin: Sendable, Equatable { case builtIn, configured }

  package let entries: [Entry]

  /// The value that takes a built-in wish away without putting another in its place.
  package static let anything = "any"

  /// - Parameter configured: Names and values of the configuration, which go before what is built in.
  package init(_ role: FlagRole, configured: [(name: String, value: String)] = []) {
    let names = Set(configured.map { $0.name.lowercased() })
    let builtIn = BuiltInFlags.wanted(of: role).filter { !names.contains($0.name) }
    entries =
      builtIn.map { Entry(name: $0.name, value: $0.value, origin: .builtIn) }
      + configured.filter { $0.value.lowercased() != Self.anything }
      .map { Entry(name: $0.name.lowercased(), value: FlagValue($0.value), origin: .configured) }
  }
}
