import Basics

/// Tells why a stream cannot go on.
enum BinlogFailure {
  /// What the server's refusal means; nil when it may pass and connecting again is worth trying.
  static func lasting(_ failure: SQLFailure, at place: String) -> OpsError? {
    switch failure.kind {
    case .connectionLost, .unreachable, .interrupted: return nil
    default: break
    }
    // 1236 stands for everything that goes wrong with a log; only its words tell what.
    guard failure.number == 1236 else {
      return failure.opsError.within("cannot read the binary log of \(failure.server)")
    }
    let words = failure.text.lowercased()
    if words.contains("same server_uuid") || words.contains("same server_id")
      || words.contains("same server id")
    {
      return told(failure, hint: "another replica uses this server id: choose one that none has")
    }
    if isGone(words) {
      return told(
        failure, what: "the binary log at \(place) is no longer on \(failure.server)",
        hint: "keep logs for longer there (binlog_expire_logs_seconds, expire_logs_days), then begin anew")
    }
    return told(failure, hint: "check where reading began and the server's log, then begin anew")
  }

  private static func isGone(_ words: String) -> Bool {
    ["purged", "could not find first log", "not in the master's binlog", "missing"].contains {
      words.contains($0)
    }
  }

  private static func told(_ failure: SQLFailure, what: String? = nil, hint: String) -> OpsError {
    OpsError(
      .failed, what ?? "cannot read the binary log of \(failure.server)", why: failure.description, hint: hint
    )
  }

  static func lacksPrivilege(_ failure: SQLFailure) -> OpsError {
    let parts = failure.account.split(separator: "@", omittingEmptySubsequences: false)
    let account = parts.map { "'\($0)'" }.joined(separator: "@")
    return OpsError(
      .privilege, "\(failure.account) may not read the binary log of \(failure.server)",
      why: failure.description, hint: "run as an administrator: GRANT REPLICATION SLAVE ON *.* TO \(account)")
  }

  static func damaged(_ damage: BinlogDamage, at place: String, server: ServerAddress) -> OpsError {
    OpsError(
      .corrupt, "cannot read the binary log of \(server) behind \(place)", why: damage.why,
      hint: "check the file there with mysqlbinlog --verify-binlog-checksum")
  }

  static func changedServer(_ server: ServerAddress, was: String, is new: String) -> OpsError {
    OpsError(
      .failed, "cannot go on reading the binary log of \(server)",
      why: "another server answers there now: \(new) instead of \(was)",
      hint: "its log has other places; begin anew there if it is the right server")
  }

  static func lostHistory(_ server: ServerAddress, identifier: String) -> OpsError {
    OpsError(
      .failed, "cannot go on reading the binary log of \(server)",
      why: "the server no longer knows transaction \(identifier), which it sent before",
      hint: "look at the server's log for a crash, a restore or RESET, then begin anew")
  }
}
