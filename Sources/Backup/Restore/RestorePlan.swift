import Basics
import MySQL
import Pipeline
import Schema

/// What a restore will do, worked out before anything is touched.
package struct RestorePlan: Sendable {
  /// One table on its way back.
  package struct Table: Sendable {
    package let contents: TableContents
    package let target: TableName
    /// The definition to reach, in one normal layout.
    package let complete: [UInt8]
    package let split: SplitDefinition
  }

  /// A view, routine, trigger, event or sequence on its way back.
  package struct Program: Sendable {
    package let program: StoredProgram
    package let target: TableName
    package let create: [UInt8]
  }

  /// Target databases in the order of the backup, each with the statement that makes it.
  package let databases: [(name: String, create: [UInt8])]
  package let tables: [Table]
  package let programs: [Program]
  package let accounts: [Account]
  /// What the user should know and may not expect.
  package let remarks: [String]

  /// - Throws: `OpsError` `notFound` when something named is not in the backup, `refused` when two things would
  ///   get the same name.
  package init(
    _ contents: DumpContents, selection: Selection, mapping: NameMapping, includesAccounts: Bool
  ) throws {
    try Self.checkNames(selection, contents)
    let kinds: Set<StoredProgram.Kind> = [.view, .sequence, .function]
    let known = contents.tables.map(\.name) + contents.programs.filter { kinds.contains($0.kind) }.map(\.name)
    let rewriter = DefinitionRewriter(mapping, known: Set(known))
    var remarks: [String] = []
    let wanted = contents.tables.filter { selection.includes(table: $0.name) }
    // A table that shows the rows of others comes after them.
    tables = try (wanted.filter(\.holdsRows) + wanted.filter { !$0.holdsRows }).map { table in
      // ARCHIVE takes no row below where its counter stands, so there the counter grows with the rows.
      let text =
        table.engine.uppercased() == "ARCHIVE" ? TableText.withoutCounter(table.create) : table.create
      let create = try rewriter.table(text, of: table.name)
      return Table(
        contents: table, target: mapping.table(table.name), complete: create.statement,
        split: Self.isMadeWhole(table, among: wanted)
          ? SplitDefinition(whole: create) : SplitDefinition(create))
    }
    programs = contents.programs.compactMap { program in
      guard Self.includes(program, selection) else { return nil }
      if program.kind == .trigger, let table = program.details.first,
        mapping.renames(table: TableName(program.name.database, table))
      {
        remarks.append("trigger \(program.name) is left out: its table gets another name")
        return nil
      }
      if program.isBrokenView {
        remarks.append("view \(program.name) did not open on the source, and may not come back")
      }
      let create = program.kind == .view ? rewriter.view(program.create) : rewriter.program(program)
      for database in program.kind == .view ? [] : rewriter.mentions(in: create, sqlMode: program.sqlMode) {
        remarks.append(
          "\(program.kind.rawValue) \(program.name) still names database \(database) in its body")
      }
      return Program(
        program: program, target: TableName(mapping.database(program.name.database), program.name.name),
        create: create)
    }
    accounts = includesAccounts ? contents.accounts : []
    self.remarks = remarks
    databases = Self.databases(
      contents.databases,
      needed: Set((tables.map(\.target) + programs.map(\.target)).map { ExactText($0.database) }),
      selection, mapping, rewriter)
    try checkCollisions()
  }

  /// Raw bytes to load, by the objects' own records.
  package var objectNumbers: [Int] { tables.flatMap { $0.contents.objects.map(\.number) } }

  package var databaseNames: Set<ExactText> { Set(databases.map { ExactText($0.name) }) }

  package var rows: Int64 { tables.reduce(0) { $0 + $1.contents.checksum.rows } }

  /// Programs of the given kinds, in the order of the kinds.
  package func programs(_ kinds: StoredProgram.Kind...) -> [Program] {
    kinds.flatMap { kind in programs.filter { $0.program.kind == kind } }
  }

  package func programs(where isWanted: (StoredProgram.Kind) -> Bool) -> [Program] {
    programs.filter { isWanted($0.program.kind) }
  }

  /// A MERGE table cannot be opened while its parts have other indexes than it has itself.
  private static func isMadeWhole(_ table: TableContents, among tables: [TableContents]) -> Bool {
    guard table.engine.lowercased() == "myisam" else { return !table.holdsRows }
    return tables.contains { $0.engine.lowercased() == "mrg_myisam" }
  }

  private static func includes(_ program: StoredProgram, _ selection: Selection) -> Bool {
    switch program.kind {
    case .view, .sequence: selection.includes(table: program.name)
    case .trigger: selection.includes(table: TableName(program.name.database, program.details.first ?? ""))
    default: selection.includesPrograms(of: program.name.database)
    }
  }

  private static func databases(
    _ definitions: [DatabaseDefinition], needed: Set<ExactText>, _ selection: Selection,
    _ mapping: NameMapping,
    _ rewriter: DefinitionRewriter
  ) -> [(name: String, create: [UInt8])] {
    var databases: [(name: String, create: [UInt8])] = []
    for definition in definitions where selection.includes(database: definition.name) {
      let name = mapping.database(definition.name)
      // A table moved to another database needs that one only.
      guard needed.contains(ExactText(name)) || selection.includesPrograms(of: definition.name) else {
        continue
      }
      databases.append((name, rewriter.replacingFirstName(in: definition.create, by: name)))
    }
    for name in needed.sorted() where !databases.contains(where: { ExactText($0.name) == name }) {
      databases.append((name.text, Array("CREATE DATABASE \(SQLText.quoted(name.text))".utf8)))
    }
    return databases
  }

  private static func checkNames(_ selection: Selection, _ contents: DumpContents) throws {
    let databases = Set(contents.databases.map { ExactText($0.name) })
    let tables = Set(contents.tables.map(\.name) + contents.programs.map(\.name))
    let missing =
      selection.databases.subtracting(databases).sorted().map(\.text)
      + selection.tables.subtracting(tables).sorted().map(\.description)
    guard let first = missing.first else { return }
    let near = suggestion(
      for: first, among: databases.sorted().map(\.text) + tables.sorted().map(\.description))
    throw OpsError(
      .notFound, "cannot restore \(missing.joined(separator: ", "))", why: "the backup does not hold it",
      hint: near.map { "did you mean \($0)?" } ?? "dbops backups show lists what it holds")
  }

  private func checkCollisions() throws {
    var seen: Set<TableName> = []
    let viewsAndTables =
      tables.map(\.target) + programs(.view, .sequence).map(\.target)
    for name in viewsAndTables where !seen.insert(name).inserted { throw Self.collision("\(name)") }
    for kind in StoredProgram.Kind.allCases where kind != .view && kind != .sequence {
      var names: Set<TableName> = []
      for name in programs(kind).map(\.target) where !names.insert(name).inserted {
        throw Self.collision("\(kind.rawValue) \(name)")
      }
    }
  }

  private static func collision(_ name: String) -> OpsError {
    OpsError(
      .refused, "cannot restore two things as \(name)", hint: "give one of them another name with --rename")
  }
}
