import Basics

extension AlterReader {
  /// Refuses changes that are valid, but that a copy into a ghost table cannot make.
  func refuseSenseless() throws {
    let start = reader.position
    let second = reader.word(1)
    switch reader.word() {
    case "RENAME" where !["COLUMN", "INDEX", "KEY"].contains(second):
      throw refusal(
        "the statement renames the table", at: start,
        hint: "rename it by itself, which takes no time: RENAME TABLE … TO …")
    case "DISCARD", "IMPORT":
      throw refusal(
        "tablespaces cannot be exchanged while a table is rebuilt", at: start,
        hint: "run it on the server by itself")
    case "EXCHANGE":
      throw refusal(
        "a partition cannot be exchanged while its table is rebuilt", at: start,
        hint: "run it on the server by itself")
    case "DROP" where second == "PARTITION":
      throw refusal(
        "dropping a partition drops its rows, which a rebuild would copy into another one", at: start,
        hint: "run it on the server by itself; it takes no time there")
    case "CONVERT" where ["PARTITION", "TABLE"].contains(second):
      throw refusal(
        "a partition cannot become a table, or the other way round, while the table is rebuilt", at: start,
        hint: "run it on the server by itself")
    case "TRUNCATE", "ANALYZE", "CHECK", "OPTIMIZE", "REPAIR":
      throw refusal(
        "this works on the rows of partitions and changes no definition", at: start,
        hint: "run it on the server by itself")
    case "ENABLE", "DISABLE":
      throw refusal(
        "switching the keys off or on changes no definition", at: start, hint: "leave it out")
    case "SECONDARY_LOAD", "SECONDARY_UNLOAD":
      throw refusal(
        "loading into a secondary engine changes no definition", at: start,
        hint: "run it on the server by itself")
    default: break
    }
  }
}
