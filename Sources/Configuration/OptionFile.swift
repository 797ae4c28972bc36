import Basics

/// What an option file of the MySQL clients (`my.cnf` syntax) says about a connection.
///
/// Read are the groups `[client]` and `[dbops]`, of them `host`, `port`, `user`, `password`, `socket` and the
/// `ssl` options; `[dbops]` wins. Other groups are passed over. `!include` and `!includedir` are refused,
/// so that one file is all there is to check. `~` and variables are not expanded.
package struct OptionFile: Sendable, Equatable {
  package var host: String?
  package var port: Int?
  package var user: String?
  package var password: Secret?
  /// An absolute path.
  package var socket: String?
  package var tls = TLSSettings()
  /// Options of `[client]` that dbops has no use for, such as `default-character-set`.
  package var ignored: [String] = []

  private init() {}

  /// Reads a file.
  ///
  /// - Parameter environment: `CREDENTIALS_DIRECTORY` is looked at.
  /// - Throws: `OpsError` `configuration`: the file cannot be read, others can change it, or it holds a
  ///   password and others can read it; or with every line that is wrong.
  package static func read(_ path: String, environment: [String: String]) throws -> OptionFile {
    var options = OptionFile()
    _ = try ProtectedFile(environment: environment).read(path, kind: "the option file", limit: 1 << 20) {
      bytes in
      options = try OptionFile(parsing: bytes, file: path)
      return options.password == nil ? .trusted : .secret
    }
    return options
  }

  /// - Parameter file: Named in the error.
  /// - Throws: `OpsError` `configuration` with every line that is wrong.
  package init(parsing bytes: [UInt8], file: String) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OpsError(.configuration, "the option file cannot be used", why: "\(file) is not UTF-8")
    }
    var problems: [ConfigurationProblem] = []
    let lines = OptionFileLines(text: text, problems: &problems)
    for group in ["client", "dbops"] {
      for entry in lines.entries where entry.group == group { take(entry, &problems) }
    }
    guard problems.isEmpty else {
      throw OpsError.unusable("the option file", problems.sorted { $0.position < $1.position }, in: file)
    }
  }

  private static let known = [
    "host", "port", "user", "password", "socket", "ssl", "ssl-mode", "ssl-ca", "ssl-cert", "ssl-key",
    "ssl-verify-server-cert", "server-public-key-path",
  ]

  private mutating func take(_ entry: OptionFileLines.Entry, _ problems: inout [ConfigurationProblem]) {
    let name = entry.name.hasPrefix("skip-ssl") ? String(entry.name.dropFirst("skip-".count)) : entry.name
    guard Self.known.contains(name) else {
      guard entry.group == "dbops" else { return ignored.append(entry.name) }
      let near = suggestion(for: entry.name, among: Self.known)
      problems.append(
        ConfigurationProblem(
          at: entry.position, "unknown option \(quoted(entry.name))",
          hint: near.map { "did you mean \($0)?" } ?? "known: \(Self.known.joined(separator: ", "))"))
      return
    }
    let isNegated = name != entry.name
    if let refusal = name.hasPrefix("ssl") || name.hasPrefix("server")
      ? takeProtection(name, isNegated ? "0" : entry.value)
      : takeAddress(name, entry.value)
    {
      problems.append(ConfigurationProblem(at: entry.position, "\(entry.name): \(refusal)"))
    }
  }

  /// Nil, or what is wrong with the value.
  private mutating func takeAddress(_ name: String, _ value: String?) -> String? {
    guard let value, !value.isEmpty else { return "needs a value, as in `\(name)=…`" }
    switch name {
    case "host": host = value
    case "user": user = value
    case "password": password = Secret(value)
    case "socket":
      guard value.hasPrefix("/") else { return "expected an absolute path" }
      socket = value
    default:
      guard value.utf8.allSatisfy(isDigit), let number = Int(value), number <= 65_535 else {
        return "expected a number from 1 to 65535"
      }
      // 0 stands for the default in these files.
      port = number == 0 ? nil : number
    }
    return nil
  }

  private mutating func takeProtection(_ name: String, _ value: String?) -> String? {
    switch name {
    case "ssl", "ssl-verify-server-cert":
      guard let isOn = Self.truth(value) else { return "expected 0 or 1" }
      if name == "ssl" {
        if !isOn { tls.mode = .disabled } else if tls.mode == nil { tls.mode = .required }
      } else {
        tls.mode = isOn ? .verifyIdentity : .required
      }
    case "ssl-mode":
      let modes: [String: TLSSettings.Mode?] = [
        "disabled": .disabled, "preferred": nil, "required": .required, "verify_ca": .verifyCA,
        "verify_identity": .verifyIdentity,
      ]
      guard let mode = modes[(value ?? "").lowercased().replacing("-", with: "_")] else {
        return "expected DISABLED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY"
      }
      tls.mode = mode
    default:
      guard let value, value.hasPrefix("/") else { return "expected an absolute path" }
      switch name {
      case "ssl-ca": tls.authority = value
      case "ssl-cert": tls.certificate = value
      case "ssl-key": tls.key = value
      default: tls.serverPublicKey = value
      }
    }
    return nil
  }

  private static func truth(_ value: String?) -> Bool? {
    guard let value else { return true }
    return ["1": true, "on": true, "true": true, "0": false, "off": false, "false": false][value.lowercased()]
  }
}
