import Basics
import MySQL

/// What stands against changing anything on the servers of a target.
struct FlagRefusals {
  private let members: [FleetMember]

  init(_ members: [FleetMember]) { self.members = members }

  /// - Throws: `OpsError` with all reasons.
  func check() throws(OpsError) {
    for member in members where member.part == .changed && member.roleOrigin != .commandLine {
      if case .hidden(let failure) = member.actual.replication {
        throw failure.opsError.within("cannot tell whether \(member.address) replicates")
      }
    }
    let reasons = twins + contradictions + impossible
    guard let first = reasons.first else { return }
    guard reasons.count > 1 else {
      throw OpsError(
        .refused, "cannot change the flags of \(first.address)", why: first.why, hint: first.remedy)
    }
    let lines = reasons.map { reason in
      "\n  \(reason.address): \(reason.why)" + (reason.remedy.isEmpty ? "" : " (\(reason.remedy))")
    }
    throw OpsError(
      .refused, "cannot change the flags", why: "\(reasons.count) things stand against it" + lines.joined(),
      hint: "put them right, then run again; dbops flags diff shows what is left")
  }

  private struct Reason {
    let address: ServerAddress
    let why: String
    let remedy: String
  }

  private var twins: [Reason] {
    members.indices.compactMap { index in
      let mine = members[index]
      let other = members[..<index].first { $0.actual.identity == mine.actual.identity }
      return other.map { other in
        Reason(
          address: mine.address, why: "it is the same server as \(other.address)",
          remedy: "name each server once in the configuration")
      }
    }
  }

  private var contradictions: [Reason] {
    members.filter { $0.part == .changed }.compactMap { member in
      member.contradiction.map { contradiction in
        Reason(
          address: member.address,
          why: "it is a \(member.role.rawValue) in the configuration, but \(contradiction.what)",
          remedy: contradiction.remedy
            + "; for this server alone --host \(member.address.hostWord) --role says what it is")
      }
    }
  }

  private var impossible: [Reason] {
    members.filter { $0.part == .changed }.flatMap { member in
      member.findings.filter { $0.state == .impossible }.map { finding in
        Reason(
          address: member.address, why: "\(finding.name) cannot be \(finding.wanted?.description ?? "")",
          remedy: finding.remark)
      }
    }
  }
}

extension ServerAddress {
  /// As it is given to `--host`.
  var hostWord: String {
    switch self {
    case .tcp(let host, let port): port == Self.defaultPort ? host : "\(host) --port \(port)"
    case .socket(let path): path
    }
  }
}
