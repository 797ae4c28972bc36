/// How connections to a server are protected.
package struct TLSSettings: Sendable, Equatable {
  package enum Mode: String, Sendable, CaseIterable {
    case disabled
    case required
    case verifyCA = "verify-ca"
    case verifyIdentity = "verify-identity"
  }

  /// Nil chooses by the address: verify-identity off loopback.
  package var mode: Mode?
  /// PEM file of the authorities trusted; nil trusts those of the system.
  package var authority: String?
  /// PEM file of the client's certificate.
  package var certificate: String?
  /// PEM file of the client's private key.
  package var key: String?
  /// PEM file of the server's RSA key, for passwords over plaintext.
  package var serverPublicKey: String?

  package init() {}
}

extension TLSSettings {
  static let shape = Section(
    initial: TLSSettings(),
    fields: [
      Field(
        "mode", \.mode, .choice,
        "`disabled`: plaintext. `required`: encrypted. `verify-ca`: from an authority. `verify-identity`: for this host."
      )
      .example("verify-identity").standard("verify-identity; on loopback and sockets only when ca is given"),
      Field("ca", \.authority, .path, "PEM file of the authorities that are trusted.")
        .example("/etc/dbops/ca.pem").standard("the system's"),
      Field("cert", \.certificate, .path, "PEM file of dbops's own certificate.").example(
        "/etc/dbops/client.pem"),
      Field("key", \.key, .path, "PEM file of that certificate's private key.").example(
        "/etc/dbops/client-key.pem"),
      Field(
        "server-public-key", \.serverPublicKey, .path,
        "PEM file of the server's RSA key; with it a password may be exchanged without TLS."
      )
      .example("/etc/dbops/server-rsa.pem"),
    ],
    rules: { tls, node, reading in
      if (tls.certificate == nil) != (tls.key == nil) {
        reading.report("cert and key belong together", at: node.position, hint: "give both or neither")
      }
      if tls.mode == .disabled, tls.authority != nil || tls.certificate != nil {
        reading.report("ca and cert have no effect with mode disabled", at: node.position)
      }
    }
  ).shape.titled("tls").orScalar(modeAlone)

  private static let modeAlone: Shape<TLSSettings> = {
    let mode = Shape<Mode>.choice
    return Shape(
      outline: mode.outline,
      read: { node, reading in
        mode.read(node, &reading).map { mode in
          var tls = TLSSettings()
          tls.mode = mode
          return tls
        }
      },
      show: { $0.mode.map(mode.show) ?? .null })
  }()
}
