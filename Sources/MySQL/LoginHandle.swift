import Basics
internal import CMariaDB
import Glibc

/// What the library is told before it connects.
extension MySQLHandle {
  /// Opens a session: connects, logs in, and checks that it is protected as asked for.
  ///
  /// - Throws: `SQLFailure`; `OpsError` when a file named in the options cannot be read.
  static func opened(_ options: ConnectionOptions) throws -> MySQLHandle {
    _ = Library.ready
    let mode = options.tls.mode(for: options.address)
    try options.tls.checkFiles(mode: mode)
    let handle = try MySQLHandle(server: options.address, user: options.user)
    handle.prepare(options)
    handle.prepareTLS(options.tls, mode: mode)
    handle.prepareAuthentication(options, mode: mode)
    try handle.connect(
      to: options.address, user: options.user, password: options.password, database: options.database)
    if mode != .disabled, handle.cipher == nil {
      // The library goes on in plaintext when the server offers no TLS, unless identities are verified.
      throw SQLFailure(
        number: 2026, text: "the server doesn't support SSL and TLS is required", server: handle.server)
    }
    handle.limitReading(to: options.readTimeout)
    if case .tcp = options.address { handle.watchPeer(boundingWrites: options.profile != .load) }
    return handle
  }

  private func prepare(_ options: ConnectionOptions) {
    let seconds = max(1, UInt32(clamping: options.connectTimeout.components.seconds))
    set(MYSQL_OPT_CONNECT_TIMEOUT, seconds)
    // The connect limit ends with the TCP handshake; a server that then stays silent needs this one.
    set(MYSQL_OPT_READ_TIMEOUT, seconds)
    set(MYSQL_OPT_MAX_ALLOWED_PACKET, UInt(1 << 30))
    set(MYSQL_SET_CHARSET_NAME, "utf8mb4")
    set(MYSQL_OPT_RECONNECT, false)
    // `localhost` would mean the default socket otherwise.
    if case .tcp = options.address {
      set(MYSQL_OPT_PROTOCOL, MYSQL_PROTOCOL_TCP.rawValue)
    } else {
      set(MYSQL_OPT_PROTOCOL, MYSQL_PROTOCOL_SOCKET.rawValue)
    }
    // Only sessions that load may be asked for data at all; `load` alone answers.
    set(MYSQL_OPT_LOCAL_INFILE, UInt32(options.profile == .load ? 1 : 0))
    refuseLocalData()
    addAttribute("program_name", "dbops")
    if let run = options.run { addAttribute("dbops_run", run.description) }
    addAttribute("dbops_phase", options.phase)
  }

  private func prepareTLS(_ tls: TLSOptions, mode: TLSMode) {
    guard mode != .disabled else { return }
    set(MYSQL_OPT_SSL_ENFORCE, true)
    set(MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3")
    set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, mode == .verifyIdentity)
    if mode != .required, let ca = tls.ca ?? TLSOptions.systemAuthorities { set(MYSQL_OPT_SSL_CA, ca) }
    if let certificate = tls.certificate { set(MYSQL_OPT_SSL_CERT, certificate) }
    if let key = tls.key { set(MYSQL_OPT_SSL_KEY, key) }
  }

  private func prepareAuthentication(_ options: ConnectionOptions, mode: TLSMode) {
    var methods = LoginGuard.methods
    // These hand the password itself to the server: only to one whose identity is proven before.
    if mode == .verifyIdentity { methods += ["mysql_clear_password", "dialog"] }
    set(MARIADB_OPT_RESTRICTED_AUTH, methods.joined(separator: ","))
    if let key = options.tls.serverPublicKey {
      set(MYSQL_SERVER_PUBLIC_KEY, key)
    } else if mode == .disabled, !options.address.isLoopback {
      mark(LoginGuard.unprotectedMark)
    }
  }
}

extension TLSOptions {
  /// Where distributions keep the authorities trusted by default.
  static var systemAuthorities: String? {
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
      .first { unsafe access($0, R_OK) == 0 }
  }

  /// Says which file is missing, which the TLS library would not.
  func checkFiles(mode: TLSMode) throws {
    let named = [("tls.ca", ca), ("tls.cert", certificate), ("tls.key", key)]
    let wanted = (mode == .disabled ? [] : named) + [("tls.serverPublicKey", serverPublicKey)]
    for case (let name, let path?) in wanted where unsafe access(path, R_OK) != 0 {
      throw OpsError.system("cannot read \(path) (\(name))", errno: errno)
    }
    if mode == .verifyCA || mode == .verifyIdentity, ca == nil, TLSOptions.systemAuthorities == nil {
      throw OpsError(
        .configuration, "cannot verify the server's certificate", why: "no authorities are known",
        hint: "name a PEM file with tls.ca or install ca-certificates")
    }
  }
}

/// The library's one-time preparation.
private enum Library {
  static let ready: Bool = {
    // Writing to a connection the server closed must be an error, not the end of the program: TLS writes
    // without MSG_NOSIGNAL.
    _ = signal(SIGPIPE, SIG_IGN)
    return mysql_server_init(0, nil, nil) == 0
  }()
}
