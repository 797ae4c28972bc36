import Basics
import MySQL

/// The server takes writes and is nobody's replica: what is migrated on a replica is migrated there alone.
struct ReplicaCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    let isReadOnly = try connection.query("SELECT @@GLOBAL.read_only AS r").first?["r"].isOn
    if isReadOnly == true {
      throw OpsError.cannotMigrate(
        table, "the server is read-only", hint: "name the server that the application writes to")
    }
    let rows: Rows
    do {
      rows = try connection.query(connection.server.replicaStatusStatement)
    } catch let failure as SQLFailure where failure.kind == .privilege {
      throw OpsError(
        .privilege, "cannot tell whether the server is a replica", why: failure.text,
        hint: "GRANT REPLICATION CLIENT ON *.* TO the account")
    }
    guard let row = rows.first else { return }
    let source = row.has("Source_Host") ? row["Source_Host"].string : row["Master_Host"].string
    throw OpsError.cannotMigrate(
      table, "the server is a replica of \(source ?? "another")",
      hint: "name its source; the change reaches the replicas by replication")
  }
}
