/// How far the server's identity is proven before anything is sent.
package enum TLSMode: String, Sendable, CaseIterable {
  /// Plaintext.
  case disabled
  /// Encrypted; whoever answers is believed.
  case required
  /// Encrypted; the certificate must come from the named authority.
  case verifyCA = "verify-ca"
  /// Encrypted; the certificate must come from the authority and name the host that was asked for.
  case verifyIdentity = "verify-identity"
}

/// How a connection is protected. There is no mode that prefers TLS and falls back to plaintext.
package struct TLSOptions: Sendable {
  /// Nil chooses: `verifyIdentity` off loopback; on loopback `verifyIdentity` when a `ca` is given, else
  /// plaintext.
  package var mode: TLSMode?
  /// PEM file of the authorities trusted; nil trusts those of the system.
  package var ca: String?
  /// PEM file of the client's certificate.
  package var certificate: String?
  /// PEM file of the client's private key.
  package var key: String?
  /// PEM file of the server's RSA key. With it a password may be exchanged over plaintext off loopback.
  package var serverPublicKey: String?

  package init(
    mode: TLSMode? = nil, ca: String? = nil, certificate: String? = nil, key: String? = nil,
    serverPublicKey: String? = nil
  ) {
    self.mode = mode
    self.ca = ca
    self.certificate = certificate
    self.key = key
    self.serverPublicKey = serverPublicKey
  }

  /// The mode that applies to a connection to `address`. A socket is never encrypted.
  package func mode(for address: ServerAddress) -> TLSMode {
    if case .socket = address { return .disabled }
    if let mode { return mode }
    if ca != nil || certificate != nil { return .verifyIdentity }
    return address.isLoopback ? .disabled : .verifyIdentity
  }
}
