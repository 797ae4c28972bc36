/// A MongoDB replica set.
package struct MongoDBTargetSettings: Sendable, Equatable {
  /// A connection string without a password.
  package var uri = ""
  /// Nil connects without authentication.
  package var user: String?
  package var password: SecretReference?
  package var tls: TLSSettings?
  /// Empty means all but the server's own.
  package var databases: [String] = []

  init() {}
}

extension MongoDBTargetSettings {
  static let section = Section(
    initial: MongoDBTargetSettings(),
    fields: [
      Field(
        "uri", \.uri, .url(["mongodb", "mongodb+srv"], example: "mongodb://m1,m2,m3/?replicaSet=rs0"),
        "The connection string, without a user and a password."
      )
      .example("mongodb://m1,m2,m3/?replicaSet=rs0").required,
      Field("user", \.user, .text("the name of an account"), "The account dbops uses.").example("dbops")
        .standard("none"),
      Field("password", \.password, .secret, "Its password.").example("{file: /etc/dbops/secrets/mongo}")
        .standard("none"),
      Field("tls", \.tls, TLSSettings.shape, "How connections are protected; a mode alone, or a mapping.")
        .example("verify-identity").standard("that of `defaults`"),
      Field("databases", \.databases, .set(of: .database), "The databases dbops looks after.")
        .example("[catalog]").standard("all but the server's own"),
    ],
    rules: { target, node, reading in
      guard target.uri != withoutUserInfo(target.uri) else { return }
      reading.report(
        "the uri holds an account", at: node.member("uri")?.value.position ?? node.position,
        hint: "name it in user and point to its password with `password: {file: …}`")
    })
}

/// An Elasticsearch or OpenSearch cluster.
package struct ElasticsearchTargetSettings: Sendable, Equatable {
  package var urls: [String] = []
  package var apiKey: SecretReference?
  package var user: String?
  package var password: SecretReference?
  /// The snapshot repository registered in the cluster.
  package var repository: String?
  package var tls: TLSSettings?

  init() {}
}

extension ElasticsearchTargetSettings {
  static let section = Section(
    initial: ElasticsearchTargetSettings(),
    fields: [
      Field(
        "urls", \.urls, .set(of: .url(["https", "http"], example: "https://es1:9200"), atLeast: 1),
        "The cluster's nodes."
      )
      .example("[\"https://es1:9200\"]").required,
      Field("api-key", \.apiKey, .secret, "The API key dbops uses.").example(
        "{file: /etc/dbops/secrets/search}"
      )
      .standard("none"),
      Field(
        "user", \.user, .text("the name of an account"), "The account dbops uses where there is no API key."
      )
      .example("dbops").standard("none"),
      Field("password", \.password, .secret, "Its password.").example("{file: /etc/dbops/secrets/search}")
        .standard("none"),
      Field(
        "repository", \.repository, .text("a name"),
        "The snapshot repository that is registered in the cluster."
      )
      .example("dbops").standard("none"),
      Field("tls", \.tls, TLSSettings.shape, "How connections are protected; a mode alone, or a mapping.")
        .example("{ca: /etc/dbops/ca.pem}").standard("that of `defaults`"),
    ],
    rules: { target, node, reading in
      if target.apiKey != nil, target.user != nil {
        reading.report("both api-key and user", at: node.position, hint: "keep one")
      }
      if target.urls.contains(where: { $0 != withoutUserInfo($0) }) {
        reading.report(
          "an address holds an account", at: node.member("urls")?.value.position ?? node.position,
          hint: "name it in user and point to its password with `password: {file: …}`")
      }
    })
}

/// A Cloud SQL instance, reached through Google's Admin API.
package struct CloudSQLTargetSettings: Sendable, Equatable {
  package var project = ""
  package var instance = ""
  /// A service account's key; nil asks the machine's metadata server.
  package var credentials: SecretReference?
  package var flags = FlagSettings()

  init() {}
}

extension CloudSQLTargetSettings {
  static let section = Section(
    initial: CloudSQLTargetSettings(),
    fields: [
      Field("project", \.project, .text("the id of a project"), "The Google Cloud project.").example(
        "my-project"
      ).required,
      Field("instance", \.instance, .text("the id of an instance"), "The instance.").example("billing")
        .required,
      Field("credentials", \.credentials, .secret, "The key of a service account, as JSON.")
        .example("{file: /etc/dbops/secrets/gcp.json}").standard("the machine's own account"),
      Field("flags", \.flags, FlagSettings.section.shape, "Database flags wanted on each role.")
        .example("{primary: {slow_query_log: \"on\"}}"),
    ])
}
