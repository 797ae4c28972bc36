import Basics

extension SQLFailure: OpsErrorConvertible {
  /// The failure as it is told: with an exit status and, where one is known, the next step.
  package var opsError: OpsError {
    switch kind {
    case .login:
      OpsError(.privilege, "cannot log in to \(server)", why: description, hint: loginAdvice)
    case .privilege:
      OpsError(
        .privilege, "\(account.isEmpty ? "the account" : account) lacks a privilege on \(server)",
        why: description, hint: grant.map { "run as an administrator: \($0)" } ?? "")
    case .unreachable:
      OpsError(.failed, "cannot connect to \(server)", why: description, hint: reachAdvice)
    case .connectionLost:
      OpsError(
        .failed, "connection to \(server) lost", why: description,
        hint: "look at the server's log, then run again")
    case .tls:
      OpsError(
        .failed, "cannot protect the connection to \(server) with TLS", why: description, hint: tlsAdvice)
    case .localDataDisabled:
      OpsError(
        .failed, "\(server) does not take data from clients", why: description,
        hint: "run as an administrator: SET GLOBAL local_infile = 1")
    case .packetTooLarge:
      OpsError(
        .failed, "a statement or row is too long for \(server)", why: description,
        hint: "raise max_allowed_packet there, to 1073741824 at most")
    case .readOnly:
      OpsError(
        .failed, "\(server) takes no writes", why: description,
        hint: "name the primary, or lift read_only if this is the right server")
    case .unknownObject where number == 1049:
      OpsError(
        .notFound, "a database does not exist on \(server)", why: description,
        hint: "check the database's name")
    case .contention, .unknownObject, .interrupted, .other:
      OpsError(.failed, "a statement failed on \(server)", why: description)
    }
  }

  private var loginAdvice: String {
    switch number {
    case 1045, 1698: "check the user, its password, the hosts it may come from and whether it requires TLS"
    case 2061 where text.contains("public key"):
      "use TLS (tls.mode), or name the server's public key file with tls.serverPublicKey"
    case 3159: "the server takes no plaintext: choose a tls.mode"
    case 1130: "allow the account to come from this host: CREATE USER … or RENAME USER …"
    case 1820, 1862: "set a new password for the account: ALTER USER … IDENTIFIED BY …"
    case 3118, 4151: "unlock the account: ALTER USER … ACCOUNT UNLOCK"
    default: "use an account with caching_sha2_password, ed25519, unix_socket or mysql_native_password"
    }
  }

  private var reachAdvice: String {
    switch number {
    case 1040, 1203, 1226: "close other connections or raise max_connections, then run again"
    case 2005: "check the host's name"
    default: "check that the server runs, listens there and is not behind a firewall"
    }
  }

  private var tlsAdvice: String {
    if text.contains("doesn't support SSL") {
      return
        "switch TLS on at the server, or allow plaintext with tls.mode: disabled if the network is trusted"
    }
    if text.contains("Validation of SSL server certificate failed") {
      return "connect by a name that the certificate lists; MySQL's own certificates list none: verify-ca"
    }
    return "name the PEM file of the authority that signed the server's certificate with tls.ca"
  }

  /// The GRANT that would have let the statement pass, where the message tells enough.
  package var grant: String? {
    let receiver = quotedAccount ?? accountLiteral
    switch number {
    case 1227:
      guard let list = text.between("(at least one of) the ", " privilege") else { return nil }
      // The last alternative is the narrowest: SUPER comes first.
      let names = list.replacing(" or ", with: ",").split(separator: ",")
      guard let name = names.last?.trimmed else { return nil }
      return "GRANT \(name) ON *.* TO \(receiver)"
    case 3630:
      guard let list = text.between("you need ", " privilege") else { return nil }
      return "GRANT \(list.replacing(" and ", with: ", ")) ON *.* TO \(receiver)"
    case 1142:
      guard let command = text.before(" command denied"), let table = text.between(" for table ", nil) else {
        return nil
      }
      return "GRANT \(command.replacing("ANY", with: "SELECT")) ON \(table.identifier) TO \(receiver)"
    case 1143:
      guard let command = text.before(" command denied"), let table = text.between(" in table ", nil) else {
        return nil
      }
      return "GRANT \(command) ON \(table.identifier) TO \(receiver)"
    case 1044:
      guard let database = text.between(" to database ", nil) else { return nil }
      return "GRANT SELECT, SHOW VIEW, TRIGGER, LOCK TABLES ON \(database.identifier).* TO \(receiver)"
    case 1370:
      guard let command = text.before(" command denied"), let routine = text.between(" for routine ", nil)
      else {
        return nil
      }
      return
        "GRANT \(command.uppercased()) ON PROCEDURE \(routine.identifier.replacing(".", with: "`.`")) TO \(receiver)"
    case 1419:
      return "GRANT SUPER ON *.* TO \(receiver)"
    default:
      return nil
    }
  }

  /// `'user'@'host'` as the message itself names it.
  private var quotedAccount: String? {
    guard let rest = text.between("user '", nil) else { return nil }
    let parts = rest.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1] == "@" else { return nil }
    return "'\(parts[0])'@'\(parts[2])'"
  }

  private var accountLiteral: String { Self.literal(of: account) }

  /// `user@host` as it stands behind GRANT … TO.
  package static func literal(of account: String) -> String {
    guard let at = account.lastIndex(of: "@") else { return "'\(account)'" }
    return "'\(account[..<at])'@'\(account[account.index(after: at)...])'"
  }
}

extension String {
  fileprivate func before(_ end: String) -> String? {
    guard let range = firstRange(of: end) else { return nil }
    return String(self[..<range.lowerBound])
  }

  /// What stands after `start`, up to `end` or the end of the text.
  fileprivate func between(_ start: String, _ end: String?) -> String? {
    guard let from = firstRange(of: start) else { return nil }
    let rest = String(self[from.upperBound...])
    guard let end else { return rest }
    return rest.before(end)
  }

  /// `'a'.'b'` or `` `a`.`b` `` with backticks.
  fileprivate var identifier: String {
    replacing("'", with: "`")
  }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
