import Basics
import Configuration
import Testing

/// Reads `text` as if it stood in /etc/dbops.
func read(_ text: String) -> SettingsReader {
  SettingsReader(parsing: Array(text.utf8), folder: "/etc/dbops")
}

/// The problems of `text`, each as `line:column: message (hint)`.
func problems(_ text: String) -> [String] {
  read(text).problems.map { String($0.text(in: "").dropFirst()) }
}

@Suite struct SettingsTests {
  @Test func `the sample of the whole fleet is read without a problem`() throws {
    #expect(problems(fleetSample) == [])
    let settings = try #require(read(fleetSample).settings)
    #expect(
      settings.targets.names == [
        "purplle_purplle2", "warehouseDB", "catalog_mongo", "search_es", "billing_sql",
      ])
    let shop = try #require(settings.targets["purplle_purplle2"]?.mysql)
    #expect(shop.primary == .tcp(host: "db-p.internal", port: 3306))
    #expect(shop.replicas.last == .tcp(host: "db-r3.internal", port: 3306))
    #expect(shop.password == .file("/etc/dbops/secrets/purplle2"))
    #expect(shop.tls?.mode == .verifyCA)
    #expect(shop.backup.maximumLag == .seconds(30))
    #expect(shop.backup.exclude.tables == ["purplle_purplle2.sessions"])
    #expect(shop.alter.criticalLoad?.limits.first?.threshold == 1000)
    #expect(shop.flags.replica["event_scheduler"] == "OFF")
    #expect(settings.retention?.logs == .seconds(14 * 86_400))
    #expect(settings.jobs["drill"]?.recoveryTime == .seconds(3600))
    #expect(settings.scratch.mariadbd == ["/usr/sbin/mariadbd"])
  }

  @Test func `defaults fill in what is left out`() throws {
    let text = "version: 1\ntargets:\n  shop: {type: mysql, primary: 127.0.0.1}\n"
    let settings = try #require(read(text).settings)
    let shop = try #require(settings.targets["shop"]?.mysql)
    #expect(shop.user == "dbops")
    #expect(shop.backup.engine == .logical)
    #expect(shop.backup.chunkSize == .mebibytes(32))
    #expect(settings.retention == nil)
    #expect(settings.state.directory == "/var/lib/dbops")
    #expect(settings.serve.listen == .tcp(host: "127.0.0.1", port: 9180))
  }

  @Test func `a misspelt key is named with its place and the likely meaning`() {
    let text = "version: 1\ntargets:\n  shop:\n    type: mysql\n    primary: a\n    pasword: {env: X}\n"
    #expect(
      problems(text) == [#"6:5: targets.shop: unknown key "pasword" (did you mean password?)"#])
  }

  @Test func `every problem of a file is reported`() {
    let text = """
      version: 2
      targtes: {}
      storage:
        local: {type: direktory, path: /b}
      jobs:
        n: {do: backup, targets: [shop], at: "61 * * * *"}
      """
    #expect(problems(text).count == 5)
  }

  @Test func `a plain password is refused and not repeated`() {
    let text = "version: 1\ntargets:\n  shop: {type: mysql, primary: a, password: hunter2}\n"
    let found = problems(text)
    #expect(found.count == 1)
    #expect(found[0].contains("3:45: targets.shop.password: a secret must not stand in this file"))
    #expect(found[0].contains("{file: /etc/dbops/secrets/NAME}"))
    #expect(!found[0].contains("hunter2"))
  }

  @Test func `a duration without its unit is refused with an example`() {
    let text = "version: 1\ntargets:\n  shop: {type: mysql, primary: a, backup: {max-lag: 30}}\n"
    let found = problems(text)
    #expect(found.count == 1)
    #expect(
      found[0].hasPrefix(
        "3:53: targets.shop.backup.max-lag: expected a duration with its unit, such as 500ms"))
    #expect(found[0].hasSuffix(#"found "30""#))
  }
}
