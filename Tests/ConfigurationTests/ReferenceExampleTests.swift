import Configuration
import Testing

/// The reference taken apart again: one table for each section.
private struct ReferenceTable {
  var path: String
  var type: String?
  var rows: [(key: String, example: String, isRequired: Bool)] = []

  static let all: [ReferenceTable] = {
    var tables: [ReferenceTable] = []
    for line in SettingsReference.markdown.split(separator: "\n") {
      if line.hasPrefix("#") {
        let ticked = line.split(separator: "`", omittingEmptySubsequences: false).map { String($0) }
        let path = ticked.count > 1 ? ticked[1] : ""
        let type = ticked.count > 3 ? ticked[3].split(separator: " ").last.map { String($0) } : nil
        tables.append(ReferenceTable(path: shared[path] ?? path, type: type))
      } else if line.hasPrefix("| `") {
        let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
          String(cell.dropFirst().dropLast()).replacing("\u{1}", with: "|").replacing("`", with: "")
        }
        tables[tables.count - 1].rows.append((cells[0], cells[4], cells[3] == "required"))
      }
    }
    return tables
  }()

  private static let shared = ["tls": "targets.NAME.tls", "secret": "targets.NAME.password"]
}

@Suite struct ReferenceExampleTests {
  /// A file with `key: example` at `path`, and above it what the sections on the way need.
  private func text(_ table: ReferenceTable, key: String, example: String) -> String {
    var lines: [String] = []
    var margin = ""
    var path = ""
    for part in table.path.split(separator: ".") {
      lines += needs(of: path, type: path == table.path ? table.type : nil, except: String(part)).map {
        margin + $0
      }
      path += path.isEmpty ? "\(part)" : ".\(part)"
      lines.append("\(margin)\(part == "NAME" ? "shop" : part):")
      margin += "  "
    }
    lines += needs(of: path, type: table.type, except: key).map { margin + $0 }
    lines.append("\(margin)\(key): \(example)")
    if !table.path.hasPrefix("targets"), key != "targets" {
      lines.append("targets: {shop: {type: mysql, primary: h}}")
    }
    if !table.path.hasPrefix("storage"), key != "storage" {
      lines.append("storage: {local: {type: directory, path: /b}}")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func needs(of path: String, type: String?, except key: String) -> [String] {
    guard let table = ReferenceTable.all.first(where: { $0.path == path && (type == nil || $0.type == type) })
    else {
      return []
    }
    let kind = table.type.map { ["type: \($0)"] } ?? []
    return kind + table.rows.filter { $0.isRequired && $0.key != key }.map { "\($0.key): \($0.example)" }
  }

  @Test func `the reference has a table for every section`() {
    let paths = Set(ReferenceTable.all.map(\.path))
    #expect(
      paths.isSuperset(of: ["", "targets.NAME.backup.exclude", "jobs.NAME", "notify.slack", "scratch"]))
    #expect(ReferenceTable.all.flatMap(\.rows).count > 80)
  }

  @Test func `every example of the reference is a value that is taken`() {
    for table in ReferenceTable.all {
      for row in table.rows {
        #expect(!row.example.isEmpty, "\(table.path).\(row.key)")
        let text = text(table, key: row.key, example: row.example)
        // Rules between keys may object, as `cert` needs `key`; the value by itself must be fine.
        let refused = problems(text).filter {
          $0.contains("expected") || $0.contains("unknown") || $0.contains("missing")
        }
        #expect(refused == [], "\(text)")
      }
    }
  }
}
