import Basics
import MySQL

/// The new table is an InnoDB table, too.
struct EngineCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    guard let engine = subject.request.statement.engine, engine.lowercased() != "innodb" else { return }
    throw OpsError.cannotMigrate(
      subject.request.table, "the statement makes it a \(engine) table",
      hint: "InnoDB tables only: changes in others cannot be undone when something fails")
  }
}
