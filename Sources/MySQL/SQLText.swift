/// SQL put together from trusted text, quoted names and literals.
///
/// The one place where quoting happens. A plain string cannot be interpolated:
/// `"SELECT \(quoted: column) FROM \(quoted: database, table) WHERE id > \(literal: .int(7))"`.
package struct SQLText: Sendable, Hashable {
  /// What is sent to the server, in UTF-8.
  package private(set) var text: String

  /// Takes `text` as it is: only for SQL that came from a server or from the user as SQL.
  package init(raw text: String) { self.text = text }

  /// `name` as an identifier.
  package static func quoted(_ name: String) -> SQLText {
    // Backticks are valid under every sql_mode, ANSI_QUOTES included. They are looked for among scalars: with a
    // combining mark behind it a backtick is a different `Character`, but still ends a name for the server.
    var text = "`"
    for scalar in name.unicodeScalars {
      if scalar == "`" { text.unicodeScalars.append(scalar) }
      text.unicodeScalars.append(scalar)
    }
    text.unicodeScalars.append("`")
    return SQLText(raw: text)
  }

  /// `name` inside of `qualifier`: a table of a database, a column of a table.
  package static func quoted(_ qualifier: String, _ name: String) -> SQLText {
    quoted(qualifier) + "." + quoted(name)
  }

  /// `value` as a literal.
  package static func literal(_ value: SQLValue) -> SQLText { SQLText(raw: value.literal) }

  package mutating func append(_ other: SQLText) { text += other.text }

  package func appending(_ other: SQLText) -> SQLText { self + other }

  package static func + (left: SQLText, right: SQLText) -> SQLText { SQLText(raw: left.text + right.text) }

  package static func += (left: inout SQLText, right: SQLText) { left.append(right) }
}

extension SQLText: CustomStringConvertible {
  package var description: String { text }
}

extension Sequence<SQLText> {
  /// All of them in order with `separator` between.
  package func joined(separator: SQLText) -> SQLText {
    SQLText(raw: map(\.text).joined(separator: separator.text))
  }
}

extension SQLText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { text = value }
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// SQL within SQL.
    package mutating func appendInterpolation(_ sql: SQLText) { text += sql.text }

    package mutating func appendInterpolation(_ number: some FixedWidthInteger) { text += String(number) }

    package mutating func appendInterpolation(quoted name: String) { text += SQLText.quoted(name).text }

    package mutating func appendInterpolation(quoted qualifier: String, _ name: String) {
      text += SQLText.quoted(qualifier, name).text
    }

    package mutating func appendInterpolation(literal value: SQLValue) { text += value.literal }

    package mutating func appendInterpolation(raw sql: String) { text += sql }
  }
}
