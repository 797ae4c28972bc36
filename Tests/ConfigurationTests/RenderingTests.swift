import Basics
import Configuration
import Foundation
import Testing

@Suite struct RenderingTests {
  @Test func `what is shown reads back as the same settings`() throws {
    let text = fleetSample.replacing("[pass, show, mongo]", with: "[pass]")
    let settings = try #require(read(text).settings)
    let again = read(settings.shown.yaml)
    #expect(again.problems == [])
    #expect(again.settings == settings)
    let minimal = try #require(read("version: 1\n").settings)
    #expect(read(minimal.shown.yaml).settings == minimal)
  }

  @Test func `what is shown holds no secret`() throws {
    let text = """
      version: 1
      targets:
        m: {type: mongodb, uri: "mongodb://m1/", password: {command: [vault, --token, canary]}}
      notify: {ping: {url: "https://hc.example.com/canary?canary"}}
      """
    let settings = try #require(read(text).settings)
    #expect(settings.shown.yaml.contains("command: [vault, \"***\", \"***\"]"))
    #expect(settings.shown.yaml.contains("https://hc.example.com/***"))
    #expect(!settings.shown.yaml.contains("canary"))
    #expect(!settings.shown.json.text.contains("canary"))
  }

  @Test func `defaults are shown as if they were written`() throws {
    let settings = try #require(read("version: 1\ntargets: {a: {type: mysql, primary: h}}\n").settings)
    let backup = settings.shown.json["targets"]?["a"]?["backup"]
    #expect(backup?["max-lag"]?.stringValue == "30s")
    #expect(backup?["compression-level"]?.intValue == 1)
    #expect(settings.shown.json["targets"]?["a"]?["primary"]?.stringValue == "h:3306")
  }

  @Test(arguments: [
    "yes", "null", "1.5", "a: b", "#x", "", "é\n", "- a", "it's \"quoted\"", "@x", "ON", "~", "30s", "1e3",
    "0x1F", "1:30", "a:",
  ])
  func `any text survives being written as YAML`(text: String) throws {
    let shown = ShownValue.map([ShownMember("k", .list([.text(text)])), ShownMember(text + "x", .text(text))])
    let document = YAMLDocument(parsing: Array(shown.yaml.utf8))
    #expect(document.problems == [])
    guard case .mapping(let members) = document.root?.content else { throw OpsError(.failed, "no mapping") }
    #expect(members.map(\.name) == ["k", text + "x"])
    guard let last = members.last, case .scalar(let value, _) = last.value.content else {
      throw OpsError(.failed, "no text")
    }
    #expect(value == text)
  }

  @Test func `the reference and the schema in docs are those of the declarations`() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
      .standardized
    let page = docs.appending(path: "configuration.md")
    let schema = docs.appending(path: "dbops.schema.json")
    let marker =
      "<!-- Below: written from the declarations by `DBOPS_WRITE_DOCS=1 swift test --filter RenderingTests`. -->\n"
    let text = try String(contentsOf: page, encoding: .utf8)
    let head = try #require(text.firstRange(of: marker)).upperBound
    if ProcessInfo.processInfo.environment["DBOPS_WRITE_DOCS"] == "1" {
      try (text[..<head] + "\n" + SettingsReference.markdown).write(
        to: page, atomically: true, encoding: .utf8)
      try SettingsSchema.document.indentedJSON.write(to: schema, atomically: true, encoding: .utf8)
    }
    let remedy: Comment = "run DBOPS_WRITE_DOCS=1 swift test --filter RenderingTests"
    #expect(
      try String(contentsOf: page, encoding: .utf8)[head...] == "\n" + SettingsReference.markdown, remedy)
    #expect(try String(contentsOf: schema, encoding: .utf8) == SettingsSchema.document.indentedJSON, remedy)
  }

  @Test func `the schema is JSON and describes each top-level key`() throws {
    let schema = try JSONValue(parsing: Array(SettingsSchema.document.indentedJSON.utf8))
    #expect(schema == SettingsSchema.document.json)
    let keys = try #require(schema["properties"]?.objectValue)
    #expect(keys.keys.contains("targets") && keys.count == 11)
    #expect(keys.values.allSatisfy { $0["description"]?.stringValue?.isEmpty == false })
    #expect(schema["required"] == ["version"])
  }
}

@Suite struct SampleConfigurationTests {
  @Test func `the file that init writes is read without a problem`() throws {
    var sample = SampleConfiguration()
    #expect(problems(sample.text) == [])
    sample.target = "purplle_purplle2"
    sample.primary = .socket(path: "/run/mysqld/mysqld.sock")
    sample.user = "o'neil: \"root\" #1"
    sample.password = .file("/etc/dbops/secrets/a b")
    sample.storagePath = "/srv/back ups/#1"
    sample.stateDirectory = "/var/lib/dbops: x"
    sample.publicKeyPath = "/etc/dbops/backup.pub"
    #expect(problems(sample.text) == [])
    sample.identityPath = "/etc/dbops/backup.key"
    let settings = try #require(read(sample.text).settings)
    let target = try #require(settings.targets["purplle_purplle2"]?.mysql)
    #expect(target.primary == sample.primary)
    #expect(target.user == sample.user)
    #expect(target.password == sample.password)
    #expect(settings.state.directory == sample.stateDirectory)
    #expect(settings.encryption?.identity == .file("/etc/dbops/backup.key"))
    #expect(settings.encryption?.recipients == ["/etc/dbops/backup.pub"])
    #expect(try settings.storage(named: nil).name == "local")
  }

  @Test func `its commented settings are settings too`() {
    // `# key: …` holds a setting; `# ` followed by prose does not begin with a lower-case key and a colon.
    let text = SampleConfiguration().text.split(separator: "\n", omittingEmptySubsequences: false).map {
      line in
      let body = line.drop { $0 == " " }
      guard body.hasPrefix("# "), let key = body.dropFirst(2).split(separator: ":").first,
        !key.drop(while: { $0 == " " }).contains(" "), body.contains(":")
      else { return String(line) }
      return String(line.prefix(line.count - body.count) + body.dropFirst(2))
    }.joined(separator: "\n")
    #expect(text.contains("\n    replicas:"))
    #expect(problems(text) == [])
  }
}
