import Basics
import MySQL

/// Asks the server itself whether it denies a privilege, by statements that change nothing.
///
/// `SHOW GRANTS` does not tell all that an account may do: what is granted to an anonymous account, or to the same user at another host,
/// holds for it, too. What is not in the grants is missing only where the server says so as well.
struct PrivilegeProbe: Sendable {
  private let source: TableName
  /// A table that is not there: privileges are looked at before that is.
  private let absent: TableName

  init(_ source: TableName, run: RunID = RunID()) {
    self.source = source
    absent = TableName(source.database, "_dbops_" + run.description.lowercased())
  }

  /// Whether the server denies it; nil where nothing can be asked.
  func isDenied(_ need: PrivilegeNeed, _ connection: isolated Connection) throws -> Bool? {
    guard let statement = statement(for: need, connection.server) else { return nil }
    do {
      try connection.execute(statement)
      return false
    } catch let failure as SQLFailure where failure.kind == .connectionLost {
      throw failure
    } catch let failure as SQLFailure {
      // Before it looks at TRIGGER, a server may refuse whoever is not SUPER: that tells nothing.
      return failure.number == 1419 ? nil : Self.denials.contains(failure.number)
    }
  }

  /// Access denied: to a database, to a command on a table or a column, for want of one of some privileges, to XA RECOVER.
  private static let denials: Set<Int> = [1044, 1142, 1143, 1227, 1401]

  private func statement(for need: PrivilegeNeed, _ server: ServerInfo) -> SQLText? {
    switch need.privilege {
    case "SELECT":
      need.place == .table(source)
        ? "SELECT 1 FROM \(source.sql) LIMIT 0" : "SELECT 1 FROM \(absent.sql) LIMIT 0"
    case "INSERT": "INSERT INTO \(absent.sql) VALUES (1)"
    case "UPDATE": "UPDATE \(absent.sql) SET a = 1"
    case "DELETE": "DELETE FROM \(absent.sql)"
    case "CREATE": "CREATE TABLE \(absent.sql) (a INT, a INT)"
    case "DROP": "DROP TABLE \(absent.sql)"
    case "ALTER": "ALTER TABLE \(absent.sql) FORCE"
    case "TRIGGER": "CREATE TRIGGER \(absent.sql) BEFORE INSERT ON \(absent.sql) FOR EACH ROW SET @a = 1"
    case "LOCK TABLES": "LOCK TABLES \(absent.sql) READ"
    case "REPLICATION CLIENT", "BINLOG MONITOR": server.binaryLogStatusStatement
    case "SLAVE MONITOR": server.replicaStatusStatement
    case "REPLICATION MASTER ADMIN": "SHOW SLAVE HOSTS"
    case "XA_RECOVER_ADMIN": "XA RECOVER"
    case "REPLICATION SLAVE" where server.flavour == .mysql:
      server.speaksOfReplicas ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS"
    default: nil
    }
  }
}
