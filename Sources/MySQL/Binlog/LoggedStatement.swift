/// What a logged statement does to its transaction.
enum LoggedStatement: Hashable {
  case begin
  case commit
  case rollback
  /// SAVEPOINT, ROLLBACK TO, RELEASE SAVEPOINT: the transaction goes on.
  case savepoint
  case xaEnd
  case xaPrepare(XAIdentifier)
  case xaCommit(XAIdentifier)
  case xaCommitOnePhase
  case xaRollback(XAIdentifier)
  /// Something else.
  case other

  init(_ sql: [UInt8]) {
    var words = Words(sql)
    // Nearly all statements are told by their first word.
    switch words.next() {
    case "BEGIN": self = words.isAtEnd || words.next() == "WORK" && words.isAtEnd ? .begin : .other
    case "START": self = words.next() == "TRANSACTION" && words.isAtEnd ? .begin : .other
    case "COMMIT": self = words.isAtEnd || words.next() == "WORK" ? .commit : .other
    case "ROLLBACK": self = Self.rollback(&words)
    case "SAVEPOINT": self = .savepoint
    case "RELEASE": self = words.next() == "SAVEPOINT" ? .savepoint : .other
    case "XA": self = Self.xa(&words)
    default: self = .other
    }
  }

  private static func rollback(_ words: inout Words) -> LoggedStatement {
    while let word = words.next() {
      if word == "TO" { return .savepoint }
      guard word == "WORK" else { return .other }
    }
    return .rollback
  }

  private static func xa(_ words: inout Words) -> LoggedStatement {
    switch words.next() {
    case "START", "BEGIN": return .begin
    case "END": return .xaEnd
    case "PREPARE": return .xaPrepare(XAIdentifier(statement: words.rest))
    case "ROLLBACK": return .xaRollback(XAIdentifier(statement: words.rest))
    case "COMMIT":
      return words.rest.suffix(9).map(Self.upper) == Array("ONE PHASE".utf8)
        ? .xaCommitOnePhase : .xaCommit(XAIdentifier(statement: words.rest))
    default: return .other
    }
  }

  private static func upper(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }
}

/// Reads the first words of a statement, past blanks and comments.
private struct Words {
  private let sql: [UInt8]
  private var offset = 0
  /// A keyword is not longer; what is longer is none.
  private static let longest = 12

  init(_ sql: [UInt8]) {
    self.sql = sql
    skipBlanks()
  }

  var isAtEnd: Bool { offset >= sql.count }
  var rest: [UInt8] { Array(sql[offset...]) }

  /// The next word in capitals; nil when something else follows.
  mutating func next() -> String? {
    let start = offset
    while offset < sql.count, isLetter(sql[offset] | 0x20), offset - start < Self.longest { offset += 1 }
    guard offset > start, isAtEnd || !continuesWord(sql[offset]) else { return nil }
    let word = sql[start..<offset].map { $0 & 0xDF }
    skipBlanks()
    return String(decoding: word, as: UTF8.self)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  private func continuesWord(_ byte: UInt8) -> Bool {
    isLetter(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x24 || byte >= 0x80
  }

  private mutating func skipBlanks() {
    while offset < sql.count {
      if sql[offset] <= 0x20 || sql[offset] == 0x3B {
        offset += 1
      } else if !skipComment() {
        return
      }
    }
  }

  /// Steps over a comment; those with `!` are code to the server and stay.
  private mutating func skipComment() -> Bool {
    let head = sql[offset...].prefix(3)
    let isCode = head.count == 3 && head.last == 0x21
    guard head.starts(with: [0x2F, 0x2A]), !isCode else { return false }
    var place = offset + 2
    while place + 1 < sql.count, sql[place] != 0x2A || sql[place + 1] != 0x2F { place += 1 }
    offset = min(sql.count, place + 2)
    return true
  }
}
