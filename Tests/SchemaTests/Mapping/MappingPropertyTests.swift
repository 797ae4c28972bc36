import Schema
import TestKit
import Testing

@Suite struct MappingPropertyTests {
  @Test(arguments: ["mariadb", "mysql"])
  func `a table that stays as it is has no hazards and keeps every column`(flavour: String) throws {
    for text in try Fixture.definitions(flavour) {
      let table = try TableSchema(parsing: text)
      let mapping = try ColumnMapping(source: table, ghost: table, statement: Tables.alter("FORCE"))
      #expect(mapping.hazards.isEmpty, "\(table.name) \(mapping.hazards)")
      #expect(mapping.pairs.count + mapping.recomputed.count == table.columns.count)
      #expect(mapping.dropped.isEmpty && mapping.added.isEmpty && mapping.renamed.isEmpty)
      #expect(mapping.newUniqueKeys.isEmpty, "\(table.name) \(mapping.newUniqueKeys)")
      let choice = CopyKeyChoice(source: table, ghost: table, mapping: mapping)
      #expect(choice.usable.count + choice.rejected.count == table.keys.filter(\.isUnique).count)
      #expect(choice.lines.count == table.keys.filter(\.isUnique).count)
      #expect(
        choice.rejected.allSatisfy { ![.notInGhost, .otherOrder, .columnDropped].contains($0.reason) },
        "\(table.name) \(choice.rejected)")
    }
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `no damaged definition crashes the mapping`(flavour: String) throws {
    var mutation = Mutation(seed: 5, special: "`'(),09 \nabc")
    let statements = try ["FORCE", "CHANGE id a INT", "DROP a, ADD b INT"].map { try Tables.alter($0) }
    for text in try Fixture.definitions(flavour) {
      for _ in 0..<Mutation.rounds {
        guard let source = try? TableSchema(parsing: mutation.apply(to: text)),
          let ghost = try? TableSchema(parsing: mutation.apply(to: text))
        else { continue }
        for statement in statements {
          guard let mapping = try? ColumnMapping(source: source, ghost: ghost, statement: statement) else {
            continue
          }
          _ = CopyKeyChoice(source: source, ghost: ghost, mapping: mapping, nullable: .allowed).lines
        }
      }
    }
  }

  @Test func `absurd lengths are no danger`() throws {
    let long = "9223372036854775807"
    let types = [
      "varchar(\(long))", "decimal(\(long),\(long))", "bit(\(long))", "int(\(long))", "time(\(long))",
    ]
    for before in types {
      for after in types {
        let mapping = try Tables.mapping(
          ["`c` \(before) NOT NULL", "UNIQUE KEY `c` (`c`)"],
          ["`c` \(after) NOT NULL", "UNIQUE KEY `c` (`c`)"])
        #expect(mapping.pairs.count == 1)
      }
    }
  }
}
