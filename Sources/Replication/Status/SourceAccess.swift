import MySQL

/// How a replica logs in to its source, as far as it tells: all but the password.
package struct SourceAccess: Sendable, Equatable {
  /// An option of CHANGE REPLICATION SOURCE or CHANGE MASTER, named without the word for the source.
  package struct Option: Sendable, Equatable {
    package let name: Name
    package let value: SQLValue

    package enum Name: String, Sendable {
      case tls = "SSL"
      case authority = "SSL_CA"
      case authorities = "SSL_CAPATH"
      case certificate = "SSL_CERT"
      case key = "SSL_KEY"
      case cipher = "SSL_CIPHER"
      case verification = "SSL_VERIFY_SERVER_CERT"
      case versions = "TLS_VERSION"
      case publicKeyFile = "PUBLIC_KEY_PATH"
      case publicKey = "GET_PUBLIC_KEY"
      case retryPause = "CONNECT_RETRY"
      case retries = "RETRY_COUNT"
    }

    package init(_ name: Name, _ value: SQLValue) {
      self.name = name
      self.value = value
    }
  }

  package var user = ""
  /// What differs from a channel that was just made.
  package var options: [Option] = []

  package init() {}

  /// Reads a row of SHOW REPLICA STATUS or its like.
  init(_ row: StatusRow) {
    user = row["Source_User"] ?? ""
    func text(_ name: Option.Name, _ column: String) {
      if let value = row[column], !value.isEmpty { options.append(Option(name, .string(value))) }
    }
    func truth(_ name: Option.Name, _ column: String) {
      // MySQL says Yes of TLS, and 1 of the public key.
      if let value = row[column]?.lowercased(), ["yes", "1", "ignored"].contains(value) {
        options.append(Option(name, .int(1)))
      }
    }
    func number(_ name: Option.Name, _ column: String) {
      if let value = row[column].flatMap({ Int64($0) }) { options.append(Option(name, .int(value))) }
    }
    truth(.tls, "Source_SSL_Allowed")
    text(.authority, "Source_SSL_CA_File")
    text(.authorities, "Source_SSL_CA_Path")
    text(.certificate, "Source_SSL_Cert")
    text(.key, "Source_SSL_Key")
    text(.cipher, "Source_SSL_Cipher")
    truth(.verification, "Source_SSL_Verify_Server_Cert")
    text(.versions, "Source_TLS_Version")
    text(.publicKeyFile, "Source_public_key_path")
    truth(.publicKey, "Get_Source_public_key")
    number(.retryPause, "Connect_Retry")
    number(.retries, "Source_Retry_Count")
  }
}
