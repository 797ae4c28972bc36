import Basics
import Glibc

/// Reads files whose content must be trusted or must stay secret.
package struct ProtectedFile: Sendable {
  /// What the file's mode and owner have to be.
  package enum Protection: Sendable, Equatable {
    /// Nobody but the owner may change it.
    case trusted
    /// As `trusted`, and the owner is this user or root, because others may have put it there.
    case trustedAndOwned
    /// Nobody but the owner may read or change it.
    case secret
  }

  /// The user on whose behalf the process acts.
  package let user: UInt32
  /// The folder of credentials that systemd made for this service; nil outside of one.
  package let credentialsDirectory: String?

  /// - Parameters:
  ///   - environment: `CREDENTIALS_DIRECTORY` is looked at.
  ///   - user: The effective user of the process by default.
  package init(environment: [String: String], user: UInt32 = geteuid()) {
    self.user = user
    credentialsDirectory = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// The content of `path`.
  ///
  /// - Parameters:
  ///   - kind: Begins the message: `the configuration file`.
  ///   - limit: More bytes than this are refused.
  /// - Throws: `OpsError` `configuration`, with the command that mends the mode or owner.
  package func read(
    _ path: String, kind: String, protection: Protection, limit: Int
  ) throws -> [UInt8] {
    try read(path, kind: kind, limit: limit) { _ in protection }
  }

  /// The content of `path`, whose protection depends on what it holds.
  ///
  /// - Parameter protection: Asked with the content; its errors are passed on.
  func read(
    _ path: String, kind: String, limit: Int, protection: ([UInt8]) throws -> Protection
  ) throws -> [UInt8] {
    let name = "\(kind) \(path)"
    func refuse(_ refusal: Refusal) -> OpsError {
      OpsError(.configuration, "\(name) is refused", why: refusal.why, hint: refusal.hint)
    }
    do {
      let file = try ProtectedFileHandle(path: path)
      if let refusal = refusal(of: file.facts, at: path, .trusted) { throw refuse(refusal) }
      let bytes = try file.read(upTo: limit + 1)
      guard bytes.count <= limit else {
        throw refuse(("it has more than \(limit) bytes", "check that it is the right file"))
      }
      if let refusal = refusal(of: file.facts, at: path, try protection(bytes)) { throw refuse(refusal) }
      return bytes
    } catch let failure as SystemCallFailure {
      let hint =
        failure.number == ENOENT
        ? "check the path" : "check the owner and mode of the file and of the folders above it"
      throw OpsError(
        .configuration, "\(name) cannot be read", why: systemErrorText(failure.number), hint: hint)
    }
  }

  private typealias Refusal = (why: String, hint: String)

  private func refusal(of file: ProtectedFileHandle.Facts, at path: String, _ protection: Protection)
    -> Refusal?
  {
    guard file.isRegular else { return ("it is not a regular file", "name a file") }
    let isOwned = file.owner == user || file.owner == 0
    if !isOwned, protection == .trustedAndOwned || file.isLinked {
      let what = file.isLinked ? "it is a link to a file that" : "it"
      return ("\(what) belongs to another user", "run `chown \(user) \(path)`, or name it with --config")
    }
    if file.mode & 0o022 != 0 {
      return ("others than its owner can change it", "run `chmod go-w \(path)`")
    }
    if protection == .secret, file.mode & 0o077 != 0, !isServiceCredential(file, at: path) {
      return ("others than its owner can read it", "run `chmod 600 \(path)`")
    }
    return nil
  }

  /// systemd hands credentials over as 0440 of root, in a folder that only the service can enter.
  private func isServiceCredential(_ file: ProtectedFileHandle.Facts, at path: String) -> Bool {
    guard let credentialsDirectory, file.owner == 0, file.mode & 0o037 == 0, !file.isLinked else {
      return false
    }
    let parts = path.split(separator: "/")
    let folder = credentialsDirectory.split(separator: "/")
    return path.hasPrefix("/") && parts.count == folder.count + 1 && parts.starts(with: folder)
  }
}
