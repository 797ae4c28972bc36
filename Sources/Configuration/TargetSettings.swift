/// One system that dbops looks after.
package enum TargetSettings: Sendable, Equatable {
  case mysql(MySQLTargetSettings)
  case mongodb(MongoDBTargetSettings)
  case elasticsearch(ElasticsearchTargetSettings)
  case cloudsql(CloudSQLTargetSettings)

  /// As written behind `type:`.
  package var type: String {
    switch self {
    case .mysql: "mysql"
    case .mongodb: "mongodb"
    case .elasticsearch: "elasticsearch"
    case .cloudsql: "cloudsql"
    }
  }

  /// Nil for targets of another type.
  package var mysql: MySQLTargetSettings? {
    guard case .mysql(let settings) = self else { return nil }
    return settings
  }
}

extension TargetSettings {
  static let shape = Shape<TargetSettings>.variants([
    Variant(
      "mysql", MySQLTargetSettings.section, "A MySQL or MariaDB primary with its replicas.",
      as: (
        { .mysql($0) }, { $0.mysql }
      )),
    Variant(
      "mongodb", MongoDBTargetSettings.section, "A MongoDB replica set.",
      as: (
        { .mongodb($0) }, { if case .mongodb(let settings) = $0 { settings } else { nil } }
      )),
    Variant(
      "elasticsearch", ElasticsearchTargetSettings.section, "An Elasticsearch or OpenSearch cluster.",
      as: (
        { .elasticsearch($0) }, { if case .elasticsearch(let settings) = $0 { settings } else { nil } }
      )),
    Variant(
      "cloudsql", CloudSQLTargetSettings.section, "A Cloud SQL instance.",
      as: (
        { .cloudsql($0) }, { if case .cloudsql(let settings) = $0 { settings } else { nil } }
      )),
  ])
}
