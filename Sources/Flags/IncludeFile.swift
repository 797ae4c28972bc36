import Basics

/// The text of the option file that dbops keeps for a MariaDB server; pure.
package struct IncludeFile: Sendable, Equatable {
  package static let name = "zz-dbops-flags.cnf"

  /// Values by variable, in lower case.
  package private(set) var values: [String: String] = [:]

  package init() {}

  /// Reads a file of ours.
  ///
  /// - Throws: `OpsError` `corrupt` for a text that dbops does not write.
  package init(parsing text: String, path: String) throws(OpsError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard let first = lines.first, first == Self.heading[0] else {
      throw Self.foreign(path, "its first line is not that of dbops")
    }
    for line in lines.dropFirst() where !line.hasPrefix("#") && line != Self.group {
      guard line.hasPrefix(Self.prefix), let sign = line.firstRange(of: " = ") else {
        throw Self.foreign(path, "dbops did not write \(line)")
      }
      let name = line[..<sign.lowerBound].dropFirst(Self.prefix.count)
      guard let value = Self.unquoted(line[sign.upperBound...]) else {
        throw Self.foreign(path, "dbops did not write \(line)")
      }
      values[String(name)] = value
    }
  }

  /// - Parameter value: Nil takes the variable out.
  package mutating func set(_ name: String, to value: String?) { values[name] = value }

  /// The file's text; what is not known to a server is passed over by it, and does not keep it from starting.
  package var text: String {
    let lines = values.sorted { $0.key < $1.key }.map { "\(Self.prefix)\($0.key) = \(Self.quoted($0.value))" }
    return (Self.heading + [Self.group] + lines).joined(separator: "\n") + "\n"
  }

  private static let heading = [
    "# Written by dbops flags apply --persist, which writes it anew; lines of others are not kept.",
    "# Take the file away to go back to what the other option files say.",
  ]
  private static let group = "[mariadb]"
  private static let prefix = "loose_"

  private static func quoted(_ value: String) -> String {
    let isPlain =
      !value.isEmpty
      && value.unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
          || "_.,:/=+-".unicodeScalars.contains(scalar)
      }
    guard !isPlain else { return value }
    return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func unquoted(_ text: Substring) -> String? {
    guard text.hasPrefix("\"") else { return String(text) }
    guard text.count >= 2, text.hasSuffix("\"") else { return nil }
    var value = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if isEscaped || character != "\\" {
        value.append(character)
        isEscaped = false
      } else {
        isEscaped = true
      }
    }
    return isEscaped ? nil : value
  }

  private static func foreign(_ path: String, _ why: String) -> OpsError {
    OpsError(
      .corrupt, "cannot keep flags in \(path)", why: why,
      hint: "move the file away, and what others wrote there into a file of another name")
  }
}
