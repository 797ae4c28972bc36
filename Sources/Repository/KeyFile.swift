import Basics
import Glibc
import Pipeline

/// Key files: public keys, which anyone may read, and identities, which only their owner may.
package enum KeyFile {
  private static let limit = 1 << 16

  /// Reads a public key file.
  ///
  /// - Throws: `OpsError` `configuration` when it is not one, `notFound` when it is missing.
  package static func publicKey(path: String) throws -> PublicKey {
    let text = try read(path, what: "public key", isSecret: false)
    do {
      return try PublicKey(text: text.reveal())
    } catch let error as OpsError {
      throw error.within("cannot use \(path)")
    }
  }

  /// Reads an identity file.
  ///
  /// - Throws: `OpsError` `configuration` when it is not one or others can read it, `wrongKey` when it is missing.
  package static func identity(path: String) throws -> Identity {
    let text = try read(path, what: "identity", isSecret: true)
    do {
      return try Identity(text: text)
    } catch let error as OpsError {
      throw error.within("cannot use \(path)")
    }
  }

  /// Writes both files of a new pair: `path` with mode 0600 and the public one with 0644.
  ///
  /// - Parameter publicPath: `path.pub` by default.
  /// - Throws: `OpsError` `refused` when one of them exists; then neither is changed.
  package static func write(_ identity: Identity, path: String, publicPath: String? = nil) throws {
    let publicPath = publicPath ?? path + ".pub"
    let key = identity.publicKey
    let secret = """
      # dbops identity: opens the backups that were encrypted for key \(key.fingerprint).
      # Keep it away from the hosts that make backups. Without it the backups are lost: keep a copy.
      # public key: \(key.text)
      \(identity.text.reveal())

      """
    let open = """
      # dbops public key \(key.fingerprint): encrypts backups, cannot read them.
      \(key.text)

      """
    try requireAbsent(path)
    try requireAbsent(publicPath)
    try write(secret, path: path, mode: 0o600)
    try write(open, path: publicPath, mode: 0o644)
  }

  private static func requireAbsent(_ path: String) throws {
    do {
      _ = try DescriptorHandle(path: path, flags: O_RDONLY | O_NOFOLLOW)
    } catch {
      guard error.number != ENOENT else { return }
    }
    throw exists(path)
  }

  private static func exists(_ path: String) -> OpsError {
    OpsError(
      .refused, "cannot write \(path)", why: "it exists, and a key that is overwritten is lost",
      hint: "choose another name or move the old file away")
  }

  private static func write(_ text: String, path: String, mode: mode_t) throws {
    do {
      let file = try DescriptorHandle(path: path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      try file.write(Array(text.utf8).span)
      try file.sync()
    } catch {
      throw error.number == EEXIST ? exists(path) : error.ops("cannot write \(path)")
    }
  }

  private static func read(_ path: String, what: String, isSecret: Bool) throws -> Secret {
    do {
      let file = try DescriptorHandle(path: path, flags: O_RDONLY)
      let status = try file.status()
      if isSecret { try requirePrivate(status, path: path) }
      var buffer = [UInt8](repeating: 0, count: limit)
      let count = try file.read(into: &buffer, range: 0..<limit)
      return Secret(String(decoding: buffer[0..<count], as: UTF8.self))
    } catch let error as SystemError {
      guard error.number == ENOENT else { throw error.ops("cannot read the \(what) \(path)") }
      throw OpsError(
        isSecret ? .wrongKey : .configuration, "cannot read the \(what) \(path)",
        why: "there is no such file",
        hint: "make a pair with 'dbops key generate'")
    }
  }

  private static func requirePrivate(_ status: FileStatus, path: String) throws {
    guard status.mode & 0o077 == 0 else {
      throw OpsError(
        .configuration, "will not use the identity \(path)", why: "others than its owner can read it",
        hint: "run: chmod 600 \(path)")
    }
  }
}
