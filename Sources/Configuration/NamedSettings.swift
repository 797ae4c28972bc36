/// Settings that the user named, in the order of the file.
package struct NamedSettings<Value: Sendable>: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let value: Value
  }

  package let entries: [Entry]

  package init(_ entries: [Entry] = []) { self.entries = entries }

  package var names: [String] { entries.map(\.name) }
  package var isEmpty: Bool { entries.isEmpty }

  package subscript(name: String) -> Value? {
    entries.first { $0.name == name }?.value
  }
}

extension NamedSettings.Entry: Equatable where Value: Equatable {}
extension NamedSettings: Equatable where Value: Equatable {}

/// Which names a section takes.
struct NamePattern: Sendable {
  /// The regular expression of the JSON Schema.
  let expression: String
  let inWords: String
  let accepts: @Sendable (String) -> Bool

  /// Names of targets, storages and jobs; they become parts of paths and labels of metrics.
  static let plain = NamePattern(
    expression: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$",
    inWords: "1 to 64 of A-Z a-z 0-9 . _ - and begin with a letter, a digit or _",
    accepts: { name in
      guard let first = name.utf8.first, name.utf8.count <= 64, !".-".utf8.contains(first) else {
        return false
      }
      return name.utf8.allSatisfy(isNameByte)
    })

  /// Names of server variables.
  static let variable = NamePattern(
    expression: "^[A-Za-z][A-Za-z0-9_.]{0,127}$",
    inWords: "the name of a server variable, such as event_scheduler",
    accepts: { name in
      guard let first = name.utf8.first, name.utf8.count <= 128, isLetter(first) else { return false }
      return name.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "-") }
    })
}

func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// A-Z a-z 0-9 . _ -
func isNameByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || isDigit(byte) || "._-".utf8.contains(byte)
}
