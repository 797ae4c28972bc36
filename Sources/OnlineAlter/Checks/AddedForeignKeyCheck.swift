import Basics
import MySQL

/// The statement adds no foreign key: rows copied into the ghost table would lock rows of the table it leads to.
struct AddedForeignKeyCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    guard let key = subject.request.statement.addedForeignKeys.first else { return }
    throw OpsError.cannotMigrate(
      subject.request.table, "the statement adds a foreign key to \(key.referencedTable)",
      hint: "add the foreign key by a statement of its own, outside of dbops, when the rest is done")
  }
}
