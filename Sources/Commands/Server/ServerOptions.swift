import Backup
import Basics
import CommandKit
import Configuration
import MySQL

/// The options that name a server without a configuration.
enum ServerOptions {
  static let host = Option(
    "host", value: .string("HOST"), help: "Server to connect to, instead of a target's.")
  static let port = Option("port", value: .int(1...65_535), help: "Its port; 3306 by default.")
  static let socket = Option("socket", value: .file(), help: "Its unix socket, instead of host and port.")
  static let user = Option("user", value: .string("NAME"), help: "Account to log in with.")
  static let askPassword = Option(flag: "ask-password", help: "Ask for the account's password.")
  static let password = Option(
    "password", value: .secret(), help: "The password. Others can see it in the process list: do not use it.")
  static let optionFile = Option(
    "defaults-file", value: .file(), help: "Option file whose [client] section names server and account.")
  static let certificateAuthority = Option(
    "ssl-ca", value: .file(), help: "Certificates that the server's must come from.")

  /// What says how to log in.
  static let accountOptions: [any OptionDeclaration] = [
    user, askPassword, password, optionFile, certificateAuthority,
  ]

  static let section = OptionSection(
    "Connection options", [host, port, socket, user, askPassword, password, optionFile, certificateAuthority])

  static let rules: [OptionRule] = [
    .exclusive([host, socket]), .exclusive([GlobalOptions.target, host]),
    .exclusive([GlobalOptions.target, socket]), .exclusive([askPassword, password]),
  ]
}

/// A MySQL or MariaDB server chosen on the command line: a target, or an address.
struct ServerChoice: Sendable {
  /// The name under which backups are kept.
  let name: String
  let connection: ConnectionOptions
  /// The target's settings where a target was named.
  let target: MySQLTargetSettings?
  let settings: Settings?

  /// - Throws: `OpsError` `usage` when neither target nor server is named, `configuration`, `notFound`.
  init(_ invocation: Invocation, _ context: CommandContext) throws {
    if let name = invocation[GlobalOptions.target] {
      try self.init(target: name, context)
      return
    }
    guard let connection = try Self.direct(invocation, context) else {
      throw OpsError(
        .usage, "which server?",
        hint: "name a target of the configuration with --target, or a server with --host")
    }
    self.init(direct: connection)
  }

  /// A server without a target; its backups are kept under its address.
  private init(direct connection: ConnectionOptions) {
    let address = connection.address.description
    name = String(address.map { $0.isLetter || $0.isNumber || ".-_".contains($0) ? $0 : "-" })
    self.connection = connection
    target = nil
    settings = nil
  }

  /// The server of a target: its primary.
  init(target name: String, _ context: CommandContext) throws {
    let settings = try context.settings()
    let target = try settings.target(named: name)
    guard let mysql = target.mysql else {
      throw OpsError(
        .refused, "cannot work on \(name)", why: "dbops does not back up targets of type \(target.type) yet")
    }
    self.name = name
    self.target = mysql
    self.settings = settings
    connection = try Self.options(mysql, mysql.primary, settings, context)
  }

  /// What reaches `endpoint` with the target's account.
  static func options(
    _ target: MySQLTargetSettings, _ endpoint: ServerEndpoint, _ settings: Settings, _ context: CommandContext
  ) throws -> ConnectionOptions {
    var options = ConnectionOptions(
      address: ServerAddress(endpoint), user: target.user,
      password: try target.password?.resolve(environment: context.environment),
      tls: TLSOptions(target.tls ?? settings.defaults.tls))
    options.run = context.run
    return options
  }

  /// ``direct(_:_:)`` for commands that take all targets when no server is named.
  ///
  /// They must not do so when a companion of `--host` stands alone: it would be passed over.
  ///
  /// - Throws: `OpsError` `usage` for an account or a port without a server.
  static func directOrAll(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionOptions? {
    let companions: [any OptionDeclaration] = [ServerOptions.port] + ServerOptions.accountOptions
    if invocation[ServerOptions.host] == nil, invocation[ServerOptions.socket] == nil,
      invocation[ServerOptions.optionFile] == nil,
      let lone = companions.first(where: invocation.isGiven)
    {
      throw OpsError(
        .usage, "--\(lone.definition.name) needs a server",
        why: "without one all targets are meant, with what their settings say",
        hint: "name the server with --host or --socket, or leave --\(lone.definition.name) out")
    }
    return try direct(invocation, context)
  }

  /// Refuses what says how to log in beside `--target`, whose settings say that.
  ///
  /// - Throws: `OpsError` `usage`.
  static func refuseAccount(besideTarget name: String, _ invocation: Invocation) throws(OpsError) {
    guard let given = ServerOptions.accountOptions.first(where: invocation.isGiven) else { return }
    throw OpsError(
      .usage, "--\(given.definition.name) cannot stand beside --target",
      why: "the settings of \(name) say how to log in",
      hint: "leave --\(given.definition.name) out, or leave --target out and name the server with --host")
  }

  /// The server that `--host` and its companions name; nil when they name none.
  static func direct(_ invocation: Invocation, _ context: CommandContext) throws -> ConnectionOptions? {
    let file = try invocation[ServerOptions.optionFile].map {
      try OptionFile.read($0, environment: context.environment)
    }
    guard let address = address(invocation, file) else { return nil }
    var tls = TLSOptions(file?.tls)
    if let authority = invocation[ServerOptions.certificateAuthority] { tls.ca = authority }
    var options = ConnectionOptions(
      address: address,
      user: invocation[ServerOptions.user] ?? file?.user ?? context.environment["USER"] ?? "root",
      password: try password(invocation, context) ?? file?.password, tls: tls)
    options.run = context.run
    return options
  }

  private static func address(_ invocation: Invocation, _ file: OptionFile?) -> ServerAddress? {
    if let path = invocation[ServerOptions.socket] { return .socket(path: path) }
    let port = invocation[ServerOptions.port] ?? file?.port ?? ServerAddress.defaultPort
    if let host = invocation[ServerOptions.host] { return .tcp(host: host, port: port) }
    if let path = file?.socket { return .socket(path: path) }
    return file.map { .tcp(host: $0.host ?? "127.0.0.1", port: port) }
  }

  private static func password(_ invocation: Invocation, _ context: CommandContext) throws -> Secret? {
    if invocation[ServerOptions.askPassword] {
      return context.console.ask("Password:", hidden: true).map { Secret($0) }
    }
    guard let given = invocation[ServerOptions.password] else { return nil }
    context.console.warn(
      "a password on the command line can be seen by others; use --defaults-file or --ask-password")
    return given
  }
}

extension ServerAddress {
  init(_ endpoint: ServerEndpoint) {
    switch endpoint {
    case .tcp(let host, let port): self = .tcp(host: host, port: port)
    case .socket(let path): self = .socket(path: path)
    }
  }
}

extension TLSOptions {
  init(_ settings: TLSSettings?) {
    self.init(
      mode: settings?.mode.flatMap { TLSMode(rawValue: $0.rawValue) }, ca: settings?.authority,
      certificate: settings?.certificate, key: settings?.key, serverPublicKey: settings?.serverPublicKey)
  }
}
