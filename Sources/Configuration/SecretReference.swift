/// Where a secret is kept. The file of settings never holds the secret itself.
package enum SecretReference: Sendable, Equatable {
  /// A file that its owner alone can read.
  case file(String)
  /// A variable of the environment.
  case environment(String)
  /// A program and its arguments; it prints the secret.
  case command([String])
  /// `projects/…/secrets/…/versions/…` in Google's Secret Manager.
  case gcpSecret(String)
}

extension SecretReference: CustomStringConvertible {
  /// The place, for messages; of a command the program only, as its arguments may hold tokens.
  package var description: String {
    switch self {
    case .file(let path): "file \(path)"
    case .environment(let name): "environment variable \(name)"
    case .command(let words): "command \(words.first ?? "")"
    case .gcpSecret(let name): "gcp-secret \(name)"
    }
  }
}

extension Shape where Value == SecretReference {
  /// `{file: …}`, `{env: …}`, `{command: […]}` or `{gcp-secret: …}`.
  static let secret = Shape(
    outline: .titled("secret", .section(SecretKeys.outlines)),
    read: { node, reading in
      guard case .mapping(let members) = node.content else {
        reading.report(
          node.isEmpty ? "needs a value" : "a secret must not stand in this file", at: node.position,
          hint:
            "put it into a file that only dbops's user can read and write `{file: /etc/dbops/secrets/NAME}`")
        return nil
      }
      guard let keys = SecretKeys.section.read(node, &reading) else { return nil }
      guard members.count == 1, let reference = keys.reference else {
        reading.report(
          "needs exactly one of file, env, command, gcp-secret", at: node.position,
          hint: "for example `{file: /etc/dbops/secrets/NAME}`")
        return nil
      }
      return reference
    },
    show: { reference in
      switch reference {
      case .file(let path): .map([ShownMember("file", .text(path))])
      case .environment(let name): .map([ShownMember("env", .text(name))])
      case .command(let words):
        .map([
          ShownMember(
            "command", .list(words.prefix(1).map { .text($0) } + words.dropFirst().map { _ in .text("***") }))
        ])
      case .gcpSecret(let name): .map([ShownMember("gcp-secret", .text(name))])
      }
    })
}

/// The four ways to name a secret, as keys.
private struct SecretKeys: Sendable {
  var file: String?
  var environment: String?
  var command: [String]?
  var gcpSecret: String?

  var reference: SecretReference? {
    if let file { return .file(file) }
    if let environment { return .environment(environment) }
    if let command { return .command(command) }
    return gcpSecret.map { .gcpSecret($0) }
  }

  static let outlines = section.outlines

  static let section = Section(
    initial: SecretKeys(),
    fields: [
      Field(
        "file", \.file, .path,
        "A file holding the secret, readable by its owner alone; a line end at its end is dropped."
      )
      .example("/etc/dbops/secrets/shop"),
      Field("env", \.environment, .variableName, "The environment variable that holds the secret.")
        .example("SHOP_PASSWORD"),
      Field(
        "command", \.command, .list(of: .text("a word")),
        "A program, run without a shell, that prints the secret within 30 s."
      )
      .example("[pass, show, shop]"),
      Field("gcp-secret", \.gcpSecret, .secretVersion, "A version of a secret in Google's Secret Manager.")
        .example("projects/my-project/secrets/shop/versions/latest"),
    ],
    rules: { keys, node, reading in
      if let command = keys.command, command.isEmpty {
        reading.report(
          "the command is empty", at: node.position, hint: "write `{command: [program, argument]}`")
      }
    })
}

extension Shape where Value == String {
  static let variableName = text(
    "the name of an environment variable, such as SHOP_PASSWORD", matching: "^[A-Za-z_][A-Za-z0-9_]*$"
  ) { name in
    guard let first = name.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
    return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  static let secretVersion = text(
    "projects/PROJECT/secrets/NAME/versions/VERSION",
    matching: "^projects/[^/]+/secrets/[^/]+(/versions/[^/]+)?$"
  ) { name in
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4 || parts.count == 6, parts[0] == "projects", parts[2] == "secrets" else {
      return false
    }
    return parts.allSatisfy { !$0.isEmpty } && (parts.count == 4 || parts[4] == "versions")
  }
}
