import Basics

extension SecretReference {
  /// Fetches the secret.
  ///
  /// A file must be readable by its owner alone; its last line end is dropped, as is that of a command's
  /// output.
  /// A command runs without a shell, with `environment`, for at most 30 s; what it prints to its standard
  /// output is never repeated. Blocks.
  ///
  /// - Throws: `OpsError` `configuration` saying what is in the way.
  package func resolve(environment: [String: String]) throws -> Secret {
    switch self {
    case .file(let path):
      let bytes = try ProtectedFile(environment: environment).read(
        path, kind: "the secret file", protection: .secret, limit: Self.sizeLimit)
      return try Self.secret(bytes, from: "the secret file \(path)")
    case .environment(let name):
      guard let value = environment[name] else {
        throw OpsError(
          .configuration, "there is no secret", why: "the environment has no \(name)",
          hint: "set it for dbops alone, or keep the secret in a file: `{file: …}`")
      }
      return try Self.secret(Array(value.utf8), from: "the environment variable \(name)")
    case .command(let words):
      return try Self.printed(by: ChildCommand(words, environment: environment))
    case .gcpSecret(let name):
      throw OpsError(
        .configuration, "the secret \(name) cannot be fetched",
        why: "gcp-secret needs Cloud support that this build does not have",
        hint: "fetch it with `{command: [gcloud, secrets, versions, access, …]}`, or keep it in a file")
    }
  }

  /// Far more than any password or key takes up.
  private static let sizeLimit = 65_536

  private static func printed(by command: ChildCommand) throws -> Secret {
    let failure = "the command \(command.name) gave no secret"
    do {
      let result = try ChildProcess.run(command, timeout: .seconds(30), outputLimit: sizeLimit)
      guard result.status.isSuccess else {
        let said = result.lastMessage
        throw OpsError(
          .configuration, failure, why: "it \(result.status)" + (said.isEmpty ? "" : ": \(said)"),
          hint: "run it by hand as the user of dbops")
      }
      return try secret(result.output, from: "the output of the command \(command.name)")
    } catch let error as OpsError where error.code != .configuration {
      throw OpsError(.configuration, failure, why: error.message, hint: error.hint)
    }
  }

  private static func secret(_ bytes: [UInt8], from source: String) throws -> Secret {
    func refuse(_ why: String) -> OpsError {
      OpsError(.configuration, "there is no secret", why: "\(source) \(why)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw refuse("is not UTF-8") }
    // A carriage return and a line feed are one character to Swift.
    let value = text.hasSuffix("\n") || text.hasSuffix("\r\n") ? String(text.dropLast()) : text
    guard !value.isEmpty else { throw refuse("is empty") }
    guard !value.utf8.contains(0) else { throw refuse("holds a zero byte") }
    return Secret(value)
  }
}
