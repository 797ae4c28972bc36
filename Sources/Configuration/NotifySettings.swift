/// Who is told about runs.
package struct NotifySettings: Sendable, Equatable {
  package var slack: SlackSettings?
  package var ping: PingSettings?

  init() {}
}

/// Messages to a Slack channel.
package struct SlackSettings: Sendable, Equatable {
  package enum Event: String, Sendable, CaseIterable {
    case success, failure, recovery
  }

  package var webhook = SecretReference.file("")
  package var events: [Event] = [.failure, .recovery]

  init() {}
}

/// A service that raises the alarm when it hears nothing.
package struct PingSettings: Sendable, Equatable {
  package var url = PingAddress.plain("")

  init() {}
}

/// An address that may itself be a secret.
package enum PingAddress: Sendable, Equatable {
  case plain(String)
  case secret(SecretReference)
}

extension NotifySettings {
  static let section = Section(
    initial: NotifySettings(),
    fields: [
      Field("slack", \.slack, slack.shape, "Messages to a Slack channel.")
        .example("{webhook: {file: /etc/dbops/secrets/slack}}").standard("none"),
      Field(
        "ping", \.ping, ping.shape,
        "A service that raises the alarm when it hears nothing; told of each start, success and failure."
      )
      .example("{url: \"https://hc.example.com/abc\"}").standard("none"),
    ])

  private static let slack = Section(
    initial: SlackSettings(),
    fields: [
      Field("webhook", \.webhook, .secret, "The address of the webhook, which is a secret.")
        .example("{file: /etc/dbops/secrets/slack}").required,
      Field(
        "on", \.events, .set(of: .choice),
        "What is told: `success`, `failure`, `recovery` (the first success after a failure)."
      )
      .example("[failure, recovery]"),
    ])

  private static let ping = Section(
    initial: PingSettings(),
    fields: [
      Field("url", \.url, .pingAddress, "The address, or where it is kept if it is a secret.")
        .example("{file: /etc/dbops/secrets/ping}").required
    ])
}

extension Shape where Value == PingAddress {
  static let pingAddress: Shape = {
    let address = Shape<String>.url(["https", "http"], example: "https://hc.example.com/abc")
    let secret = Shape<SecretReference>.secret
    let plain = Shape(
      outline: address.outline, read: { node, reading in address.read(node, &reading).map { .plain($0) } },
      show: { _ in .null })
    let kept = Shape(
      outline: secret.outline, read: { node, reading in secret.read(node, &reading).map { .secret($0) } },
      show: { value in
        switch value {
        case .plain(let url): .text(withoutPath(url))
        case .secret(let reference): secret.show(reference)
        }
      })
    return kept.orScalar(plain)
  }()
}

/// Scheme and host; the rest of such an address names the account and is as good as a password.
private func withoutPath(_ url: String) -> String {
  guard let host = url.firstRange(of: "://")?.upperBound else { return "***" }
  let authority = withoutUserInfo(url)[host...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
  return url[..<host] + authority + "/***"
}
