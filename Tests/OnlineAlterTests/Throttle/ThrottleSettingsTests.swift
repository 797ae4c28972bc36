import Basics
import MySQL
import OnlineAlter
import Testing

@Suite struct ThrottleSettingsTests {
  @Test func `thresholds are read in the order written`() throws {
    let load = try LoadThresholds(parsing: "Threads_running=50, Threads_connected = 500")
    #expect(load.thresholds == [.init("Threads_running", 50), .init("Threads_connected", 500)])
    #expect(load.text == "Threads_running=50,Threads_connected=500")
    #expect(try LoadThresholds(parsing: "").isEmpty)
  }

  @Test(arguments: [
    ("Threads_running", "it is not NAME=NUMBER"), ("=5", "it is not NAME=NUMBER"),
    ("a=1,", "it is not NAME=NUMBER"), ("a=1=2", "it is not NAME=NUMBER"), ("a-b=1", "it is not NAME=NUMBER"),
    ("a=", "'' is not a whole number"), ("a=-1", "'-1' is not a whole number"),
    ("a=1.5", "'1.5' is not a whole number"),
    ("a=99999999999999999999", "'99999999999999999999' is not a whole number"),
    ("a=1,A=2", "A stands twice"),
  ])
  func `what are no thresholds is refused with the reason`(text: String, why: String) throws {
    let error = try #require(throws: OpsError.self) {
      _ = try LoadThresholds(parsing: text, for: "--critical-load")
    }
    #expect(error.code == .usage)
    #expect(error.why == why)
    #expect(error.what.contains("--critical-load"))
  }

  @Test func `control replicas are read`() throws {
    #expect(try ControlReplicas(parsing: "") == .discovered)
    #expect(try ControlReplicas(parsing: "none") == .these([]))
    #expect(
      try ControlReplicas(parsing: "db2:3307, db3")
        == .these([.tcp(host: "db2", port: 3307), .tcp(host: "db3", port: 3306)]))
    #expect(throws: OpsError.self) { try ControlReplicas(parsing: "db2:3307,") }
    #expect(throws: OpsError.self) { try ControlReplicas(parsing: "db2:x") }
  }

  @Test(
    arguments: [
      { $0.maximumLag = .milliseconds(99) }, { $0.heartbeatInterval = .milliseconds(1001) },
      { $0.niceRatio = 100.5 }, { $0.niceRatio = -1 }, { $0.niceRatio = .nan },
      { $0.hibernation = .seconds(-1) }, { $0.criticalLoadInterval = .seconds(-1) },
      { $0.http = HTTPThrottle(url: "ftp://x") },
    ] as [@Sendable (inout ThrottleSettings) -> Void])
  func `settings out of bounds are refused`(change: @Sendable (inout ThrottleSettings) -> Void) throws {
    var settings = ThrottleSettings()
    try settings.check()
    change(&settings)
    let changed = settings
    let error = #expect(throws: OpsError.self) { try changed.check() }
    #expect(error?.code == .usage)
  }

  @Test func `the least and the most that is allowed is allowed`() throws {
    var settings = ThrottleSettings()
    settings.maximumLag = .milliseconds(100)
    settings.niceRatio = 100
    settings.heartbeatInterval = .seconds(1)
    settings.http = HTTPThrottle(url: "HTTPS://x/")
    try settings.check()
  }
}
