import Basics

/// A statement or a connection attempt that failed, with the number to decide on.
///
/// `OpsError.wrapping(_:as:)` turns it into what a user is told.
package struct SQLFailure: Error, Sendable, Equatable {
  /// The server's error number, or the client library's from 2000 to 2999 (and 5000 to 5999).
  package let number: Int
  /// Five letters; `HY000` when there is nothing better.
  package let sqlState: String
  /// The server's words, without what follows `IDENTIFIED` and the like.
  package let text: String
  /// The server this happened on, as `ServerAddress` writes it.
  package let server: String
  /// The account in use, `user@host` as the server knows it or the user's name alone.
  package let account: String

  package init(number: Int, sqlState: String = "HY000", text: String, server: String, account: String = "") {
    self.number = number
    self.sqlState = sqlState
    self.text = Self.withoutCredentials(text)
    self.server = server
    self.account = account
  }

  /// What sort of failure a number stands for.
  package enum Kind: Sendable, Equatable {
    /// The account is unknown, its password wrong or expired, or it may not come from this host.
    case login
    /// A privilege is missing.
    case privilege
    /// Nobody answers at the address.
    case unreachable
    /// The connection broke; a statement that was under way may or may not have been done.
    case connectionLost
    case tls
    /// A deadlock or a lock that was not had in time; the transaction may be tried again.
    case contention
    /// A database, table, column, routine or variable does not exist.
    case unknownObject
    case localDataDisabled
    /// A statement or a row is longer than `max_allowed_packet`.
    case packetTooLarge
    /// The server takes no writes: `read_only` or the like.
    case readOnly
    /// `KILL QUERY` or a time limit ended the statement.
    case interrupted
    case other
  }

  package var kind: Kind {
    switch number {
    case 1045, 1130, 1251, 1698, 1820, 1862, 2049, 2054, 2059, 2061, 3118, 3159, 4151, 5010, 5012: .login
    case 1044, 1095, 1142, 1143, 1227, 1370, 1410, 1419, 1664, 3530, 3630: .privilege
    case 2001...2005, 2009, 1040, 1203, 1226: .unreachable
    case 1153, 2020: .packetTooLarge
    case 1290 where text.contains("read"), 1792, 1836: .readOnly
    case 1053, 1077, 1079, 1080, 1152, 1154...1161, 1184, 1927, 2006, 2013, 2027, 2055, 4031: .connectionLost
    case 2026: .tls
    case 1205, 1213, 3058, 3572: .contention
    case 1049, 1051, 1054, 1146, 1193, 1305, 1360, 1539, 4091: .unknownObject
    case 3948, 4166, 1148: .localDataDisabled
    case 1028, 1317, 1969, 3024: .interrupted
    default: .other
    }
  }

  /// False for what the client library found by itself.
  package var isFromServer: Bool { !(2000...2999).contains(number) && !(5000...5999).contains(number) }

  /// A complaint about syntax quotes the statement from the place of the mistake on.
  private static func withoutCredentials(_ text: String) -> String {
    let words = ["IDENTIFIED", "SOURCE_PASSWORD", "MASTER_PASSWORD"]
    let upper = text.uppercased()
    let first = words.compactMap { word in upper.range(ofWord: word).map { ($0, word) } }
      .min { $0.0 < $1.0 }
    guard let (place, word) = first else { return text }
    return String(decoding: text.utf8.prefix(place), as: UTF8.self) + "\(word) …"
  }
}

extension SQLFailure: CustomStringConvertible {
  package var description: String { "\(text) (error \(number))" }
}

extension String {
  /// The offset in UTF-8 of the first `word`.
  fileprivate func range(ofWord word: String) -> Int? {
    let text = Array(utf8)
    let wanted = Array(word.utf8)
    guard text.count >= wanted.count else { return nil }
    return (0...(text.count - wanted.count)).first { text[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}
