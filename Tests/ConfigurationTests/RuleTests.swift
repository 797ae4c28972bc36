import Basics
import Configuration
import Foundation
import Testing

/// Rules between keys, and what each kind of value takes.
@Suite struct RuleTests {
  /// The messages for one MySQL target with these further lines.
  private func target(_ lines: String) -> [String] {
    let body = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return messages("targets:\n  shop:\n    type: mysql\n\(body)\n")
  }

  private func messages(_ text: String) -> [String] {
    read("version: 1\n" + text).problems.map { $0.message }
  }

  @Test func `a host is primary or replica, and listed once`() {
    #expect(
      target("primary: a\nreplicas: [b, 'a:3306']") == ["targets.shop: a:3306 is both primary and replica"])
    #expect(target("primary: a\nreplicas: [b, 'b:3306']") == ["targets.shop.replicas: listed twice"])
    #expect(target("primary: a\nreplicas: []") == [])
  }

  @Test func `a backup is read from a host of the target`() {
    let prefix = "targets.shop.backup.from: "
    #expect(target("primary: a\nbackup: {from: replica}") == [prefix + "the target has no replicas"])
    #expect(target("primary: a\nbackup: {from: b}") == [prefix + "b:3306 is not a host of the target"])
    #expect(target("primary: a\nreplicas: [b]\nbackup: {from: 'b:3306'}") == [])
    #expect(target("primary: a\nbackup: {from: primary}") == [])
  }

  @Test func `a database is not both selected and left out`() {
    let lines = "primary: a\ndatabases: [x, y]\nbackup: {exclude: {databases: [y]}}"
    #expect(target(lines) == ["targets.shop: backup.exclude leaves out \"y\", which databases names"])
  }

  @Test func `a certificate comes with its key`() {
    #expect(target("primary: a\ntls: {cert: c}") == ["targets.shop.tls: cert and key belong together"])
    #expect(target("primary: a\ntls: {cert: c, key: k}") == [])
    #expect(target("primary: a\ntls: {mode: disabled, ca: c}").count == 1)
    #expect(target("primary: a\ntls: required") == [])
  }

  @Test func `a job has one schedule, and only what its action knows`() {
    let head = "targets: {shop: {type: mysql, primary: a}}\njobs: {j: {do: backup, targets: [shop]"
    #expect(messages(head + "}}\n") == ["jobs.j: needs either at or every"])
    #expect(messages(head + ", every: 1h, at: '0 2 * * *'}}\n") == ["jobs.j: needs either at or every"])
    #expect(messages(head + ", every: 1h, rto: 1h}}\n") == ["jobs.j: rto is for `do: rehearse` alone"])
    #expect(messages(head + ", every: 1h, level: data}}\n") == ["jobs.j: level is for `do: verify` alone"])
    #expect(messages(head + ", every: 1h}}\n") == [])
  }

  @Test func `jobs name targets and storages that exist`() {
    let found = read(
      "version: 1\ntargets: {shop: {type: mysql, primary: a}}\njobs: {j: {do: backup, targets: [shoq], storage: [s], every: 1h}}\n"
    ).problems
    #expect(
      found.map(\.message) == [
        "jobs.j.targets: no target is called \"shoq\"", "jobs.j.storage: no storage is called \"s\"",
      ])
    #expect(found.map(\.hint) == ["did you mean shop?", "none is defined"])
  }

  @Test func `a target that is wrong itself does not make its jobs wrong`() {
    let text = "targets: {shop: {type: mysql}}\njobs: {j: {do: backup, targets: [shop], every: 1h}}\n"
    #expect(messages(text) == ["targets.shop: primary is missing"])
  }

  @Test func `the status page needs a token to be seen from elsewhere`() {
    #expect(messages("serve: {listen: '0.0.0.0:9180'}\n").count == 1)
    #expect(messages("serve: {listen: '0.0.0.0:9180', token: {env: T}}\n") == [])
    #expect(messages("serve: {listen: '[::1]:9180'}\n") == [])
    #expect(messages("serve: {listen: '127.0.0.1'}\n").count == 1)
  }

  @Test func `an account in an address is refused`() {
    #expect(
      messages("targets: {m: {type: mongodb, uri: 'mongodb://u:p@m1/'}}\n") == [
        "targets.m: the uri holds an account"
      ])
    #expect(messages("targets: {e: {type: elasticsearch, urls: ['https://u:p@e/']}}\n").count == 1)
    #expect(
      messages("targets: {e: {type: elasticsearch, urls: []}}\n") == ["targets.e.urls: the list is empty"])
  }

  @Test(arguments: ["a", "_a", "9", "a.b-c_D", String(repeating: "x", count: 64)])
  func `a name may be`(name: String) {
    #expect(messages("storage: {\(name): {type: directory, path: /b}}\n") == [])
  }

  @Test(arguments: [".", "..", ".a", "-a", "a/b", "a b", "é", "a:b", String(repeating: "x", count: 65), "''"])
  func `a name may not be`(name: String) {
    #expect(
      messages("storage:\n  \(name == "''" ? name : "\"\(name)\""): {type: directory, path: /b}\n").count == 1
    )
  }

  @Test(arguments: [
    ("h", "h:3306"), ("h:1", "h:1"), ("h:65535", "h:65535"), ("10.0.0.1", "10.0.0.1:3306"),
    ("::1", "[::1]:3306"),
    ("[fe80::1%eth0]:3307", "[fe80::1%eth0]:3307"), ("socket:/run/x.sock", "socket:/run/x.sock"),
    ("db-1.internal", "db-1.internal:3306"),
  ])
  func `an address may be`(text: String, meant: String) throws {
    #expect(try ServerEndpoint(text: text, defaultPort: 3306).description == meant)
  }

  @Test(arguments: [
    "", "h:", "h:0", "h:65536", "h:1x", "h:-1", ":3306", "-h", "a b", "[::1", "[::1]3306", "[h]:1", "h/x",
    "u@h", "socket:x",
    "socket:", "1:2:3x", "socket:/" + String(repeating: "x", count: 107), "h:+1", "h:٣",
  ])
  func `an address may not be`(text: String) {
    #expect(throws: ServerEndpoint.Fault.self) { try ServerEndpoint(text: text, defaultPort: 3306) }
  }

  @Test func `loopback is what cannot leave the machine`() throws {
    for (text, isLoopback) in [
      ("127.0.0.1", true), ("127.9.9.9", true), ("localhost", true), ("::1", true), ("socket:/x", true),
      ("10.0.0.1", false),
      ("127.example.com", false), ("db", false),
    ] {
      #expect(try ServerEndpoint(text: text, defaultPort: 1).isLoopback == isLoopback, "\(text)")
    }
  }

  @Test(arguments: [
    "* * * * *", "0 2 * * *", "*/5 0-6 1,15 jan-mar mon-fri", "59 23 31 12 7", "0-30/10 * * * SUN",
    "  0   2 * * * ",
  ])
  func `a schedule may be`(text: String) {
    #expect(CronSchedule(text: text) != nil)
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
    "5/10 * * * *", "9-3 * * * *",
    "*/0 * * * *", "a * * * *", "1,,2 * * * *", "@daily", "-1 * * * *", "1- * * * *", "*/61 * * * *",
    "* * * mon *",
  ])
  func `a schedule may not be`(text: String) {
    #expect(CronSchedule(text: text) == nil)
  }

  @Test func `load limits name each variable once`() {
    #expect(
      LoadLimits(text: "Threads_running=50, Threads_connected = 9")?.text
        == "Threads_running=50,Threads_connected=9")
    for wrong in ["", "a", "a=", "=1", "a=1,a=2", "a=1,", "a=-1", "a=1=2", "a=x", "1a=1"] {
      #expect(LoadLimits(text: wrong) == nil, "\(wrong)")
    }
  }

  @Test func `a prefix cannot climb out of the bucket`() {
    for (prefix, count) in [("v1", 0), ("a/b", 0), ("..", 1), ("a/../b", 1), ("/a", 1), ("a/", 1), (".", 1)] {
      #expect(
        messages("storage: {g: {type: gcs, bucket: abc, prefix: \(prefix)}}\n").count == count, "\(prefix)")
    }
  }

  @Test func `free space is a share or a size`() throws {
    for (text, shown) in [
      ("10%", "10%"), ("2.5%", "2.5%"), ("50GiB", "50GiB"), ("1.5G", "1536MiB"), ("0%", "0%"),
    ] {
      let settings = try #require(
        read("version: 1\nstorage: {l: {type: directory, path: /b, min-free: \(text)}}\n").settings)
      #expect(settings.shown.json["storage"]?["l"]?["min-free"]?.stringValue == shown)
    }
    for wrong in ["101%", "-1%", "%", "ten", "10 %x"] {
      #expect(
        messages("storage: {l: {type: directory, path: /b, min-free: '\(wrong)'}}\n").count == 1, "\(wrong)")
    }
  }

  @Test func `the home folder's short form is refused, as it would be a folder of that name`() {
    #expect(messages("state: {dir: ~/dbops}\n") == ["state.dir: ~ is not expanded here"])
    #expect(messages("state: {dir: }\n").count == 1)
  }

  @Test func `numbers are plain and within their range`() {
    for (text, count) in [
      ("1", 0), ("256", 0), ("0", 1), ("257", 1), ("1.5", 1), ("+8", 1), ("0x8", 1), ("many", 1),
      ("99999999999999999999", 1),
      ("٣", 1),
    ] {
      #expect(target("primary: a\nbackup: {threads: \(text)}").count == count, "\(text)")
    }
  }

  @Test func `durations and sizes have a unit and a range`() {
    for (text, count) in [
      ("30s", 0), ("1h30m", 0), ("0s", 0), ("8d", 1), ("30", 1), ("-1s", 1), ("1 s", 1), ("s", 1),
    ] {
      #expect(target("primary: a\nbackup: {max-lag: \(text)}").count == count, "\(text)")
    }
    for (text, count) in [("64MiB", 0), ("1G", 0), ("1 GiB", 0), ("64", 1), ("2GiB", 1), ("x", 1)] {
      #expect(target("primary: a\nbackup: {chunk-size: \(text)}").count == count, "\(text)")
    }
  }

  @Test func `names of targets are looked up with a suggestion`() throws {
    let settings = try #require(read(fleetSample).settings)
    #expect(try settings.target(named: "warehouseDB").type == "mysql")
    let error = #expect(throws: OpsError.self) { try settings.target(named: "warehousedb") }
    #expect(error?.code == .notFound)
    #expect(error?.hint == "did you mean warehouseDB?")
    #expect(try settings.storage(named: nil).name == "local")
    #expect(try settings.storage(named: "s3").value.type == "s3")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `a file that somebody else put into the working folder is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("version: 1\n", to: "dbops.yaml", mode: 0o644)
    try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: path)
    let found = try ConfigurationFile.find(option: nil, environment: [:], workingFolder: folder.path)
    #expect(found.path == path)
    let error = #expect(throws: OpsError.self) { try found.load(environment: [:]) }
    #expect(error?.why == "it belongs to another user")
    let named = try ConfigurationFile.find(option: path, environment: [:], workingFolder: "/")
    #expect(try named.load(environment: [:]).version == 1)
  }
}
