import MySQL

/// What a replica leaves out of what it is sent.
enum ReplicationFilter {
  /// Whether neither the table nor its ghost is on this server, which has filters that may be the reason.
  static func keepsOut(_ tables: IndexBuild.Tables, _ replica: isolated Connection) throws -> Bool {
    for table in [tables.source, tables.ghost] where try TableCatalog.exists(table, replica) { return false }
    return try !filters(replica).isEmpty
  }

  /// The filters by name, `Replicate_Do_DB` for example.
  static func filters(_ replica: isolated Connection) throws -> [String: String] {
    var found: [String: String] = [:]
    for row in try replica.query(replica.server.replicaStatusStatement) {
      for name in names {
        if let value = row[name].string, !value.isEmpty { found[name] = value }
      }
    }
    return found
  }

  private static let names = [
    "Replicate_Do_DB", "Replicate_Ignore_DB", "Replicate_Do_Table", "Replicate_Ignore_Table",
    "Replicate_Wild_Do_Table", "Replicate_Wild_Ignore_Table",
  ]
}
