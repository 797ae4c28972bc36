import Basics
import Foundation
import Repository
import Synchronization
import Testing

@Suite struct LeaseTests {
  private let scratch: Scratch
  private let first: Repository

  init() throws {
    scratch = try Scratch()
    first = try Repository.create(scratch.store(), environment: environment(1))
  }

  /// The repository as another process sees it.
  private func other(now: Int64 = 1_795_226_944, liveness: Liveness, log: Log = .silent) throws -> Repository
  {
    try Repository.open(
      scratch.store(), log: log, environment: environment(2, now: now, liveness: liveness))
  }

  @Test func `a second run on the same target gets 11 and is told who holds it`() throws {
    let writer = try first.begin(target: "shop", run: RunID(), recipients: [])
    let error = #expect(throws: OpsError.self) {
      try other(liveness: .alive).begin(target: "shop", run: RunID(), recipients: [])
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("\(writer.run)") == true)
    #expect(error?.message.contains("db1") == true)
    #expect(code { _ = try first.begin(target: "shop", run: RunID(), recipients: []) } == .locked)
    _ = try other(liveness: .alive).begin(target: "stock", run: RunID(), recipients: [])
  }

  @Test func `the lease is free after a backup, and its number goes on rising`() throws {
    let one = try makeBackup(first)
    let two = try makeBackup(other(liveness: .alive))
    #expect(one.fencing == 1)
    #expect(two.fencing == 2)
  }

  @Test func `a lease whose owner is proven dead is taken over and that is logged`() throws {
    let writer = try first.begin(target: "shop", run: RunID(), recipients: [])
    let messages = Mutex<[String]>([])
    let log = Log(level: .info) { entry in messages.withLock { $0.append(entry.message) } }
    let heir = try other(liveness: .dead, log: log).begin(target: "shop", run: RunID(), recipients: [])
    #expect(messages.withLock { $0 } == ["lease taken over"])
    // The old run wakes up: it must not publish any more.
    #expect(code { _ = try writer.publish(draft, contents: [:]) } == .locked)
    #expect(try first.backups(target: "shop").good.isEmpty)
    #expect(try heir.publish(draft, contents: [:]).fencing == 2)
    writer.abandon()
    #expect(try first.backups(target: "shop").good.count == 1)
  }

  @Test func `a lease of another machine is taken over only long after its last sign of life`() throws {
    _ = try first.begin(target: "shop", run: RunID(), recipients: [])
    let start: Int64 = 1_795_226_944
    #expect(
      code { _ = try other(now: start + 899, liveness: .unknown).lease("shop", run: RunID()) } == .locked)
    #expect(
      code { _ = try other(now: start - 86_400, liveness: .unknown).lease("shop", run: RunID()) } == .locked)
    #expect(code { _ = try other(now: start + 901, liveness: .alive).lease("shop", run: RunID()) } == .locked)
    _ = try other(now: start + 901, liveness: .unknown).lease("shop", run: RunID())
  }

  @Test func `this process is alive, another start of it and another boot are dead, another machine unknown`()
  {
    let me = ProcessIdentity.current()
    func with(
      host: String? = nil, boot: String? = nil, namespace: String? = nil, process: Int64? = nil,
      started: Int64? = nil
    ) -> ProcessIdentity {
      ProcessIdentity(
        host: host ?? me.host, machine: me.machine, boot: boot ?? me.boot,
        namespace: namespace ?? me.namespace,
        process: process ?? me.process, started: started ?? me.started)
    }
    #expect(me.started > 0)
    #expect(me.boot.count == 36)
    #expect(me.liveness(seenFrom: me) == .alive)
    #expect(with(started: me.started + 1).liveness(seenFrom: me) == .dead)
    #expect(with(process: 1 << 30).liveness(seenFrom: me) == .dead)
    #expect(with(boot: "before").liveness(seenFrom: me) == .dead)
    #expect(with(namespace: "pid:[1]").liveness(seenFrom: me) == .unknown)
    #expect(with(host: "other").liveness(seenFrom: me) == .unknown)
  }

  @Test func `what a run left that died while it wrote the lease goes with the next lease, or by a sweep`()
    throws
  {
    try first.lease("shop", run: RunID()).release()
    let left = ["shop/.lease.json.0.tmp", "shop/.lease.json.9f8e7d6c5b4a3210.tmp"]
    let others = ["shop/.lease.json.x.tmp", "shop/.lease.json.ab.12.tmp", "shop/.pin.json.12.tmp"]
    for name in left + others { try scratch.write([1], name) }
    let kept = [".lock", "repository.json", "shop/.lock", "shop/lease.json"] + others
    try first.lease("shop", run: RunID()).release()
    #expect(try scratch.files() == kept.sorted())
    for name in left { try scratch.write([1], name) }
    let holder = try first.lease("shop", run: RunID())
    for name in left { try scratch.write([1], name) }
    try other(liveness: .alive).removeUnfinishedLeases(target: "shop")
    #expect(try scratch.files() == kept.sorted())
    try holder.renew()
    try first.removeUnfinishedLeases(target: "none")
  }

  @Test func `a damaged lease stops every run and is named`() throws {
    try first.lease("shop", run: RunID()).release()
    var bytes = try scratch.read("shop/lease.json")
    bytes[10] ^= 1
    try scratch.write(bytes, "shop/lease.json")
    let error = #expect(throws: OpsError.self) { try first.lease("shop", run: RunID()) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("shop/lease.json") == true)
  }

  @Test func `a released lease cannot be renewed`() throws {
    let lease = try first.lease("shop", run: RunID())
    try lease.renew()
    try lease.release()
    try lease.release()
    #expect(code { try lease.renew() } == .locked)
  }

  @Test func `names that could leave the repository are refused`() throws {
    for target in ["", ".", "..", "../x", "a/b", "/etc", ".hidden", "a\0b", "ünicode", "a b"] {
      #expect(code { _ = try first.begin(target: target, run: RunID(), recipients: []) } == .refused)
    }
    #expect(try scratch.files() == [".lock", "repository.json"])
  }
}
