/// The table of every key, as Markdown for `docs/configuration.md`.
package enum SettingsReference {
  package static let markdown: String = {
    var page = Page()
    page.add("The file", level: 2, intro: "The keys at the top of the file.", Settings.section.outlines)
    page.addSections(of: Settings.section.outlines, path: "")
    page.addShared()
    return page.lines.joined(separator: "\n") + "\n"
  }()

  private struct Page {
    var lines: [String] = []
    private var shared: [(title: String, fields: [FieldOutline])] = []

    mutating func add(_ title: String, level: Int, intro: String, _ fields: [FieldOutline]) {
      lines += ["\(String(repeating: "#", count: level)) \(title)", "", intro, ""]
      lines += ["| key | meaning | value | default | example |", "|---|---|---|---|---|"]
      lines += fields.map(Self.row) + [""]
    }

    mutating func addSections(of fields: [FieldOutline], path: String) {
      for field in fields {
        add(field.outline, path: path.isEmpty ? field.name : "\(path).\(field.name)", meaning: field.meaning)
      }
    }

    mutating func addShared() {
      for (title, fields) in shared {
        add("A `\(title)` mapping", level: 2, intro: SettingsReference.intro(of: title), fields)
      }
    }

    private mutating func add(_ outline: Outline, path: String, meaning: String) {
      let level = path.split(separator: ".").count { $0 != "NAME" } > 1 ? 3 : 2
      switch outline {
      case .section(let fields):
        add("`\(path)`", level: level, intro: meaning, fields)
        addSections(of: fields, path: path)
      case .names(let value, _):
        if case .scalar = value { return }
        add(value, path: "\(path).NAME", meaning: meaning)
      case .variants(let key, let variants):
        for variant in variants {
          add(
            "`\(path)` with `\(key): \(variant.name)`", level: level, intro: variant.meaning, variant.fields)
          addSections(of: variant.fields, path: path)
        }
      case .titled(let title, .section(let fields)):
        if !shared.contains(where: { $0.title == title }) { shared.append((title, fields)) }
        addShared(in: fields)
      case .either(let ways):
        for way in ways { add(way, path: path, meaning: meaning) }
      case .list(let element): add(element, path: path, meaning: meaning)
      case .titled, .scalar: return
      }
    }

    private mutating func addShared(in fields: [FieldOutline]) {
      for field in fields {
        guard case .titled = field.outline else { continue }
        add(field.outline, path: "", meaning: "")
      }
    }

    private static func row(_ field: FieldOutline) -> String {
      let standard = field.isRequired ? "required" : field.standard
      let cells = [
        "`\(field.name)`", field.meaning, Page.value(field.outline), standard, "`\(field.example)`",
      ]
      return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    private static func value(_ outline: Outline) -> String {
      switch outline {
      case .titled(let title, _): "a [`\(title)`](#a-\(title)-mapping) mapping"
      case .section, .variants: "a mapping"
      case .names(let value, _): "names, each with \(Page.value(value))"
      case .list(let element): "a list, each \(Page.value(element))"
      case .either(let ways): ways.map(Page.value).joined(separator: "; or ")
      case .scalar(let expected, _): expected
      }
    }
  }

  private static func intro(of title: String) -> String {
    switch title {
    case "secret":
      "Where a secret is kept: exactly one of these keys. The secret itself never stands in the configuration."
    default: "How connections are protected. A mode alone may stand in the mapping's place."
    }
  }
}
