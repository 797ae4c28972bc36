internal import CMariaDB

/// Stands before the library's authentication plugins and refuses when they would give too much away.
///
/// Asked for TLS, the library goes on in plaintext with a server that offers none, and
/// caching_sha2_password then sends the password itself, because it believes in TLS. Over plaintext it
/// encrypts the password with whatever key the server hands out.
enum LoginGuard {
  /// The plugins that are guarded, which are those a server may choose from.
  static var methods: [String] { [native, ed25519, cachingSHA2, sha256].compactMap { $0?.name } }

  /// Set on connections that leave the machine in plaintext with no key of the server known.
  static let unprotectedMark = "dbops.unprotected"

  fileprivate static let native = unsafe GuardedPlugin("mysql_native_password", guardedNative)
  fileprivate static let ed25519 = unsafe GuardedPlugin("client_ed25519", guardedED25519)
  fileprivate static let cachingSHA2 = unsafe GuardedPlugin("caching_sha2_password", guardedCachingSHA2)
  fileprivate static let sha256 = unsafe GuardedPlugin("sha256_password", guardedSHA256)
}

private typealias Authenticate =
  @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<MYSQL>?) -> Int32

/// A plugin of the library whose entry was replaced by one of ours. Plugins stay loaded to the end.
@safe private struct GuardedPlugin: Sendable {
  let name: String
  let original: Authenticate

  /// Nil when the library does not have the plugin.
  init?(_ name: String, _ guarded: @escaping Authenticate) {
    guard let scratch = unsafe mysql_init(nil) else { return nil }
    defer { unsafe mysql_close(scratch) }
    guard let plugin = unsafe dbops_mysql_auth_plugin(scratch, name) else { return nil }
    guard let original = unsafe plugin.pointee.authenticate_user else { return nil }
    self.name = name
    unsafe self.original = original
    unsafe plugin.pointee.authenticate_user = guarded
  }

  func authenticate(
    _ channel: UnsafeMutableRawPointer?, _ mysql: UnsafeMutablePointer<MYSQL>?, handsOutPassword: Bool
  ) -> Int32 {
    guard let mysql = unsafe mysql else { return failed }
    let offersTLS = unsafe mysql.pointee.server_capabilities & UInt(CLIENT_SSL) != 0
    if unsafe mysql.pointee.options.use_ssl != 0, !offersTLS {
      unsafe dbops_mysql_set_failure(mysql, 2026, "the server doesn't support SSL and TLS is required")
      return failed
    }
    if handsOutPassword, unsafe dbops_mysql_has_mark(mysql, LoginGuard.unprotectedMark) != 0 {
      unsafe dbops_mysql_set_failure(mysql, 2061, "\(name) over plaintext needs the server's public key")
      return failed
    }
    return unsafe original(channel, mysql)
  }
}

/// `CR_ERROR` of the plugin interface.
private let failed: Int32 = 0

private func guardedNative(
  _ channel: UnsafeMutableRawPointer?, _ mysql: UnsafeMutablePointer<MYSQL>?
) -> Int32 {
  unsafe LoginGuard.native?.authenticate(channel, mysql, handsOutPassword: false) ?? failed
}

private func guardedED25519(
  _ channel: UnsafeMutableRawPointer?, _ mysql: UnsafeMutablePointer<MYSQL>?
) -> Int32 {
  unsafe LoginGuard.ed25519?.authenticate(channel, mysql, handsOutPassword: false) ?? failed
}

private func guardedCachingSHA2(
  _ channel: UnsafeMutableRawPointer?, _ mysql: UnsafeMutablePointer<MYSQL>?
) -> Int32 {
  unsafe LoginGuard.cachingSHA2?.authenticate(channel, mysql, handsOutPassword: true) ?? failed
}

private func guardedSHA256(
  _ channel: UnsafeMutableRawPointer?, _ mysql: UnsafeMutablePointer<MYSQL>?
) -> Int32 {
  unsafe LoginGuard.sha256?.authenticate(channel, mysql, handsOutPassword: true) ?? failed
}
