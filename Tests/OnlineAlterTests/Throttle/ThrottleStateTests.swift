import Basics
import MySQL
import OnlineAlter
import Replication
import Testing

@Suite struct ThrottleStateTests {
  private static let replica = Replica(.tcp(host: "10.0.0.2", port: 3306), serverID: 2)

  private func at(_ seconds: Double) -> Moment {
    Moment(
      elapsed: .seconds(seconds), clock: Timestamp(microseconds: 1_700_000_000_000_000 + Int64(seconds * 1e6))
    )
  }

  /// A state in which everything that the settings name was read at second 0 and says go on.
  private func calm(
    replicas: [Replica] = [], _ adjust: (inout ThrottleSettings) -> Void = { _ in }
  ) -> ThrottleState {
    var settings = ThrottleSettings()
    adjust(&settings)
    var state = ThrottleState(settings, workers: 4)
    state.found(replicas, at: at(0))
    for replica in replicas { state.take(.lag(.zero), of: .lag(replica), at: at(0)) }
    for file in [ThrottleSignal.flagFile, .additionalFlagFile, .panicFlagFile] {
      state.take(.absent, of: file, at: at(0))
    }
    state.take(.load(["threads_running": 1]), of: .load, at: at(0))
    state.take(.number(0), of: .query, at: at(0))
    state.take(.status(200), of: .http, at: at(0))
    return state
  }

  private func reasons(_ state: ThrottleState, at seconds: Double = 0) -> [String] {
    var state = state
    return state.reading(at: at(seconds)).reasons
  }

  @Test func `goes on when everything was read and says so`() {
    var state = calm(replicas: [Self.replica]) { settings in
      settings.query = "SELECT 0"
      settings.http = HTTPThrottle(url: "http://x/")
      settings.maximumLoad = LoadThresholds([.init("Threads_running", 50)])
      settings.flagFile = "/f"
      settings.panicFlagFile = "/p"
    }
    #expect(state.decide(at: at(0)) == .proceed)
  }

  @Test func `holds until every signal was read`() {
    var settings = ThrottleSettings()
    settings.query = "SELECT 0"
    settings.http = HTTPThrottle(url: "http://x/")
    settings.criticalLoad = LoadThresholds([.init("Threads_running", 50)])
    settings.flagFile = "/f"
    let state = ThrottleState(settings, workers: 4)
    #expect(
      reasons(state) == [
        "flag-file not read yet", "flag-file not read yet", "critical-load not read yet",
        "replicas not read yet",
        "throttle-query not read yet", "http not read yet",
      ])
  }

  @Test func `a signal that cannot be read holds and says why`() {
    var state = calm(replicas: [Self.replica]) { $0.query = "SELECT x" }
    state.take(.unreadable("no such column"), of: .query, at: at(0))
    state.take(.unreadable("nobody answers"), of: .lag(Self.replica), at: at(0))
    state.take(.unreadable("no permission"), of: .additionalFlagFile, at: at(0))
    #expect(
      reasons(state) == [
        "flag-file unknown: no permission", "10.0.0.2:3306 replica-lag unknown: nobody answers",
        "throttle-query unknown: no such column",
      ])
  }

  @Test func `what was read too long ago is unknown`() {
    let state = calm { $0.query = "SELECT 0" }
    #expect(reasons(state, at: 5.9) == [])
    #expect(reasons(state, at: 6.1) == ["flag-file not read for 6.1s", "throttle-query not read for 6.1s"])
  }

  // MARK: Lag

  @Test func `a replica that is too far behind holds`() {
    var state = calm(replicas: [Self.replica])
    state.take(.lag(.milliseconds(2340)), of: .lag(Self.replica), at: at(0))
    #expect(reasons(state) == ["10.0.0.2:3306 replica-lag=2.34s"])
    state.take(.lag(.milliseconds(1500)), of: .lag(Self.replica), at: at(0))
    #expect(reasons(state) == [])
  }

  @Test func `a replica that was not asked for a while may have fallen behind by as much`() {
    var state = calm(replicas: [Self.replica])
    state.take(.lag(.seconds(1)), of: .lag(Self.replica), at: at(0))
    #expect(reasons(state, at: 0.4) == [])
    #expect(reasons(state, at: 0.6) == ["10.0.0.2:3306 replica-lag=1.60s"])
    #expect(state.reading(at: at(0.6)).largestLag == .milliseconds(1600))
  }

  @Test func `a replica that vanished from the list still counts`() {
    var state = calm(replicas: [Self.replica])
    state.found([], at: at(1))
    state.take(.unreadable("nobody answers"), of: .lag(Self.replica), at: at(1))
    #expect(reasons(state, at: 1) == ["10.0.0.2:3306 replica-lag unknown: nobody answers"])
  }

  @Test func `a search that fails later forgets no replica`() {
    var state = calm(replicas: [Self.replica])
    state.take(.unreadable("cut off"), of: .replicas, at: at(1))
    #expect(reasons(state, at: 1) == [])
    #expect(state.replicas == [Self.replica])
  }

  @Test func `a replica that cannot be found holds until it is`() {
    var state = calm()
    state.found([], problems: ["the address of the replica with server id 7 is not known"], at: at(1))
    #expect(
      reasons(state, at: 1) == ["replicas unknown: the address of the replica with server id 7 is not known"])
    state.found([], at: at(2))
    #expect(reasons(state, at: 2) == [])
  }

  @Test func `another server at an address takes the place of the one before`() {
    var state = calm(replicas: [Self.replica])
    let other = Replica(Self.replica.address, serverID: 9)
    state.found([other], at: at(1))
    #expect(state.replicas == [other])
    #expect(reasons(state, at: 1) == ["10.0.0.2:3306 replica-lag not read yet"])
    state.found([Replica(Self.replica.address)], at: at(1))
    #expect(state.replicas == [other])
  }

  @Test func `a log that is read late holds like a replica`() {
    var state = calm()
    state.heartbeat(1, .begun, at: at(0))
    state.heartbeat(1, .acknowledged, at: at(0.1))
    state.heartbeat(1, .streamed, at: at(0.2))
    #expect(reasons(state, at: 1.5) == [])
    #expect(reasons(state, at: 1.75) == ["lag=1.75s"])
  }

  // MARK: Load

  @Test func `load at its limit holds and names itself`() {
    var state = calm {
      $0.maximumLoad = LoadThresholds([.init("Threads_running", 40), .init("Threads_connected", 9)])
    }
    state.take(.load(["threads_running": 40, "threads_connected": 8]), of: .load, at: at(0))
    #expect(reasons(state) == ["max-load Threads_running=40 >= 40"])
    state.take(.load(["threads_running": 39, "threads_connected": 8]), of: .load, at: at(1))
    #expect(reasons(state, at: 1) == [])
  }

  @Test func `a status variable that the server does not have holds`() {
    let state = calm { $0.maximumLoad = LoadThresholds([.init("Threads_runing", 40)]) }
    #expect(reasons(state) == ["max-load unknown: the server has no number for Threads_runing"])
  }

  @Test func `critical load ends the migration at the first sample`() {
    var state = calm { $0.criticalLoad = LoadThresholds([.init("Threads_running", 1000)]) }
    state.take(.load(["threads_running": 1000]), of: .load, at: at(1))
    guard case .abort(let error) = state.decide(at: at(1)) else {
      Issue.record("it goes on")
      return
    }
    #expect(error.code == .aborted)
    #expect(error.why == "critical-load Threads_running=1000 >= 1000")
    state.take(.load(["threads_running": 1]), of: .load, at: at(2))
    #expect(state.decide(at: at(2)) == .abort(error))
  }

  @Test func `with an interval critical load ends the migration only when it lasts`() {
    let start = calm {
      $0.criticalLoad = LoadThresholds([.init("Threads_running", 10)])
      $0.criticalLoadInterval = .seconds(5)
    }
    var lasting = start
    lasting.take(.load(["threads_running": 10]), of: .load, at: at(1))
    lasting.take(.load(["threads_running": 10]), of: .load, at: at(5.9))
    #expect(lasting.decide(at: at(5)) == .hold(["critical-load Threads_running=10 >= 10"]))
    lasting.take(.load(["threads_running": 11]), of: .load, at: at(6))
    guard case .abort(let error) = lasting.decide(at: at(6)) else {
      Issue.record("it goes on")
      return
    }
    #expect(error.why == "critical-load Threads_running=11 >= 10, still so after 5s")

    var passing = start
    passing.take(.load(["threads_running": 10]), of: .load, at: at(1))
    passing.take(.load(["threads_running": 9]), of: .load, at: at(6))
    passing.take(.load(["threads_running": 10]), of: .load, at: at(7))
    guard case .hold = passing.decide(at: at(7)) else {
      Issue.record("a load that had passed began anew")
      return
    }
  }

  @Test func `with hibernation critical load puts the migration to sleep`() {
    var state = calm {
      $0.criticalLoad = LoadThresholds([.init("Threads_running", 10)])
      $0.hibernation = .seconds(60)
      $0.additionalFlagFile = nil
    }
    state.take(.load(["threads_running": 10]), of: .load, at: at(0))
    state.take(.load(["threads_running": 1]), of: .load, at: at(30))
    let until = Timestamp(microseconds: 1_700_000_060_000_000)
    #expect(reasons(state, at: 59) == ["critical-load-hibernate until \(until)"])
    #expect(state.reading(at: at(59)).hibernatingUntil == until)
    state.take(.load(["threads_running": 1]), of: .load, at: at(60))
    #expect(reasons(state, at: 60) == [])
    #expect(state.reading(at: at(60)).hibernatingUntil == nil)
    state.take(.load(["threads_running": 10]), of: .load, at: at(61))
    #expect(state.reading(at: at(61)).hibernatingUntil == Timestamp(microseconds: 1_700_000_121_000_000))
  }

  // MARK: Files, queries, addresses, people

  @Test func `a flag file holds while it is there`() {
    var state = calm { $0.flagFile = "/f" }
    state.take(.present, of: .flagFile, at: at(0))
    #expect(reasons(state) == ["flag-file"])
    state.take(.absent, of: .flagFile, at: at(1))
    #expect(reasons(state, at: 1) == [])
  }

  @Test func `the panic flag file ends the migration for good`() {
    var state = calm { $0.panicFlagFile = "/p" }
    state.take(.present, of: .panicFlagFile, at: at(0))
    state.take(.absent, of: .panicFlagFile, at: at(1))
    guard case .abort(let error) = state.decide(at: at(1)) else {
      Issue.record("it goes on")
      return
    }
    #expect(error.why == "the panic flag file /p is there")
  }

  @Test(arguments: [(0, true), (-1, true), (0.5, false), (1, false)])
  func `a query above zero holds`(number: Double, goesOn: Bool) {
    var state = calm { $0.query = "SELECT 1" }
    state.take(.number(number), of: .query, at: at(0))
    #expect(reasons(state) == (goesOn ? [] : ["throttle-query"]))
  }

  @Test(arguments: [200, 204, 404, 503])
  func `any status but 200 holds`(status: Int) {
    var state = calm { $0.http = HTTPThrottle(url: "http://x/") }
    state.take(.status(status), of: .http, at: at(0))
    #expect(reasons(state) == (status == 200 ? [] : ["http=\(status)"]))
  }

  @Test func `no answer that may be ignored goes on`() {
    var state = calm { $0.http = HTTPThrottle(url: "http://x/") }
    state.take(.status(nil), of: .http, at: at(0))
    #expect(reasons(state) == [])
  }

  @Test func `a person holds it until told otherwise`() {
    var state = calm()
    state.isCommanded = true
    #expect(reasons(state) == ["commanded by user"])
    state.isCommanded = false
    #expect(reasons(state) == [])
  }

  @Test func `a new setting counts only once it was read`() {
    var state = calm(replicas: [Self.replica]) { $0.query = "SELECT 0" }
    state.settings.query = "SELECT 1"
    state.settings.controlReplicas = .these([])
    #expect(reasons(state) == ["replicas not read yet", "throttle-query not read yet"])
    #expect(state.replicas.isEmpty)
  }

  @Test func `since when it holds is the beginning of it`() {
    var state = calm()
    #expect(state.reading(at: at(0)).since == nil)
    state.isCommanded = true
    _ = state.decide(at: at(1))
    #expect(state.reading(at: at(3)).since == at(1).clock)
    state.isCommanded = false
    #expect(state.reading(at: at(4)).since == nil)
  }

  // MARK: Workers

  @Test func `no more workers copy than are allowed`() {
    var state = calm()
    let entered = (0..<5).map { _ in state.enter(at: at(0)) }
    #expect(entered == [true, true, true, true, false])
    state.left()
    let another = state.enter(at: at(0))
    #expect(another)
  }

  @Test func `near the limit of the lag chunks become small and are copied one after the other`() {
    var state = calm(replicas: [Self.replica])
    #expect(state.chunkShare(at: at(0)) == 1)
    state.take(.lag(.milliseconds(750)), of: .lag(Self.replica), at: at(0))
    #expect(state.chunkShare(at: at(0)) == 1)
    state.take(.lag(.milliseconds(1125)), of: .lag(Self.replica), at: at(0))
    #expect(state.chunkShare(at: at(0)) == 0.5)
    let entered = [state.enter(at: at(0)), state.enter(at: at(0))]
    #expect(entered == [true, false])
    state.take(.lag(.milliseconds(1500)), of: .lag(Self.replica), at: at(0))
    #expect(state.chunkShare(at: at(0)) == 0.1)
  }

  @Test func `a share of a chunk is never below the least, and a size that was given stays`() {
    var sizer = ChunkSizer()
    #expect(sizer.rows(share: 0.5) == 500)
    #expect(sizer.rows(share: 0.01) == 100)
    sizer = ChunkSizer(fixed: 50)
    #expect(sizer.rows(share: 0.1) == 50)
  }

  @Test func `nobody enters while something holds`() {
    var state = calm()
    state.isCommanded = true
    let entered = state.enter(at: at(0))
    #expect(!entered)
  }

  @Test func `slow commits halve the workers and say why`() {
    var state = calm { $0.additionalFlagFile = nil }
    state.heartbeat(1, .begun, at: at(0))
    state.heartbeat(1, .acknowledged, at: at(0.8))
    state.adjust(at: at(1))
    let reading = state.reading(at: at(1))
    #expect(reading.workers == 2)
    #expect(reading.slowdowns == ["commit-latency=800ms > 500ms"])
  }

  @Test func `a long history and a lag half way to the limit halve the workers`() {
    var state = calm(replicas: [Self.replica])
    state.pressure.historyLength = 1_000_001
    state.take(.lag(.milliseconds(800)), of: .lag(Self.replica), at: at(0))
    state.adjust(at: at(0))
    #expect(state.allowance.workers == 2)
    #expect(
      state.reading(at: at(0)).slowdowns == [
        "history-list-length=1000001 > 1000000", "replica-lag=0.80s > 0.75s",
      ])
  }

  @Test func `workers do not become more while nobody copies`() {
    var state = calm { $0.additionalFlagFile = nil }
    state.pressure.historyLength = 2_000_000
    for second in 0..<10 { state.adjust(at: at(Double(second))) }
    #expect(state.allowance.workers == 1)
    state.pressure.historyLength = 0
    state.isCommanded = true
    for second in 10..<30 { state.adjust(at: at(Double(second))) }
    #expect(state.allowance.workers == 1)
    state.isCommanded = false
    for second in 30..<50 { state.adjust(at: at(Double(second))) }
    #expect(state.allowance.workers == 4)
  }
}
