/// The file that `dbops init` writes: small, commented, and ready to use.
package struct SampleConfiguration: Sendable {
  /// The name of the first target.
  package var target = "shop"
  package var primary = ServerEndpoint.tcp(host: "127.0.0.1", port: 3306)
  package var user = "dbops"
  /// Where the account's password is kept; nil for accounts known by their socket.
  package var password: SecretReference?
  /// Where backups go; absolute.
  package var storagePath = "/var/backups/dbops"
  package var stateDirectory = "/var/lib/dbops"
  /// The file of the public key; nil leaves backups unencrypted.
  package var publicKeyPath: String?
  /// The file of the secret key; nil on machines that do not restore.
  package var identityPath: String?

  package init() {}

  /// The text of the file. It is read without a problem when the parts are what they should be.
  package var text: String {
    let password = password.map { "password: \(Shape<SecretReference>.secret.show($0).flow)" }
    return """
      # Settings of dbops. `dbops config check` checks them; docs/configuration.md tells every key.
      # Paths may be relative to this file's folder. Secrets never stand here, only where they are kept.
      version: 1

      state:
        dir: \(word(stateDirectory))    # catalog, journal of runs, sockets

      targets:
        \(word(target)):
          type: mysql                   # MySQL or MariaDB
          primary: \(word(primary.description))
          # replicas: [db-r1.internal:3306]   # backups are then read from a replica
          user: \(word(user))
          \(password ?? "# password: {file: /etc/dbops/secrets/NAME}   # or {env: NAME}, {command: [program, argument]}")
          # tls: verify-identity        # disabled | required | verify-ca | verify-identity
          # databases: [shop]           # all of them by default
          # backup:
          #   threads: 8
          #   max-lag: 30s
          #   exclude: {tables: [shop.sessions]}

      storage:
        local:
          type: directory
          path: \(word(storagePath))
          # min-free: 10%

      \(encryption)
      # Without this section no backup is ever pruned.
      retention:
        last: 3
        daily: 7
        weekly: 4
        monthly: 12

      jobs:
        nightly:
          do: backup
          targets: [\(word(target))]
          at: "0 2 * * *"               # minute, hour, day, month, weekday
          storage: [local]

      """
  }

  private var encryption: String {
    guard let publicKeyPath else {
      return """
        # encryption:                     # `dbops key generate` makes the keys
        #   recipients: [/etc/dbops/backup.pub]
        #   identity: {file: /etc/dbops/backup.key}

        """
    }
    let identity = identityPath.map { "identity: {file: \(word($0))}" }
    return """
      encryption:
        recipients: [\(word(publicKeyPath))]
        \(identity ?? "# identity: {file: /etc/dbops/backup.key}")   # only where backups are restored or verified

      """
  }

  private func word(_ text: String) -> String { ShownValue.text(text).flow }
}
