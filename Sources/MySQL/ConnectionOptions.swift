import Basics

/// Everything needed to open a session.
package struct ConnectionOptions: Sendable {
  package var address: ServerAddress
  package var user: String
  package var password: Secret?
  package var tls: TLSOptions
  /// For reaching the server and for its answers until the session is ready.
  package var connectTimeout: Duration
  /// The longest silence of the server that is borne; nil waits as long as the network holds.
  package var readTimeout: Duration?
  /// The default database; nil for none.
  package var database: String?
  /// Named in the statement tags and in the connection attributes.
  package var run: RunID?
  /// What the session does, one word: `dump`, `load`. Letters, digits and `.-_` are kept.
  package var phase: String
  package var profile: SessionProfile
  /// The longest wait for a metadata lock.
  package var lockWait: Duration
  /// The longest wait for a row that another transaction has locked; nil leaves it to the profile and the server.
  package var rowLockWait: Duration?

  /// - Parameter user: The account's name, without a host.
  package init(address: ServerAddress, user: String, password: Secret? = nil, tls: TLSOptions = TLSOptions())
  {
    self.address = address
    self.user = user
    self.password = password
    self.tls = tls
    connectTimeout = .seconds(10)
    readTimeout = nil
    database = nil
    run = nil
    phase = "session"
    profile = .plain
    lockWait = .seconds(60)
    rowLockWait = nil
  }

  /// The same server and account for another purpose.
  package func with(profile: SessionProfile, phase: String) -> ConnectionOptions {
    var copy = self
    copy.profile = profile
    copy.phase = phase
    return copy
  }

  /// The comment put before every statement, so that a look at the processlist tells whose it is.
  var statementTag: String {
    // Only harmless letters: nothing may end the comment or start a `/*!` one.
    let safe = phase.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
    return "/* dbops run=\(run?.description ?? "-") phase=\(safe) */ "
  }
}
