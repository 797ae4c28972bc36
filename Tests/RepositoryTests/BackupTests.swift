import Basics
import Dispatch
import Pipeline
import Repository
import Synchronization
import Testing

@Suite struct BackupTests {
  @Test(arguments: [false, true]) func `a backup gives back what was written`(encrypted: Bool) throws {
    let scratch = try Scratch()
    let identity = try Identity.generate()
    let made = try Repository.create(scratch.store())
    let manifest = try makeBackup(made, recipients: encrypted ? [identity.publicKey] : [], size: 500_000)
    let repository = try Repository.open(scratch.store())
    #expect(repository.id == made.id)
    #expect(try repository.targets() == ["shop"])
    let (good, bad) = try repository.backups(target: "shop")
    #expect(good == [manifest])
    #expect(bad.isEmpty)
    let reader = try repository.reader(manifest, keyring: Keyring(encrypted ? [identity] : []))
    // Compared outside: the differences of two large arrays take minutes to print.
    let isSame = try reader.object(2).all() == (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    #expect(isSame)
    #expect(try reader.contents() == ["tables": ["orders"]])
    #expect(manifest.totals.raw.bytes == 1_000_000 + Int64(#"{"tables":["orders"]}"#.utf8.count))
    #expect(manifest.isEncrypted == encrypted)
    #expect(manifest.server.version == "10.11.19")
    #expect(manifest.consistency == ["gtid": "0-1-17"])
  }

  @Test func `several recipients can each read it, a stranger and nobody get 12`() throws {
    let scratch = try Scratch()
    let (mine, yours, other) = (try Identity.generate(), try Identity.generate(), try Identity.generate())
    let repository = try Repository.create(scratch.store())
    let manifest = try makeBackup(repository, recipients: [mine.publicKey, yours.publicKey])
    for identity in [mine, yours] {
      #expect(
        try repository.reader(manifest, keyring: Keyring([other, identity])).contents()["tables"] != nil)
    }
    #expect(code { _ = try repository.reader(manifest, keyring: Keyring([other])) } == .wrongKey)
    #expect(code { _ = try repository.reader(manifest, keyring: Keyring()) } == .wrongKey)
    let options = VerificationOptions(level: .data, keyring: Keyring([other]))
    #expect(code { _ = try repository.verify(target: "shop", id: manifest.id, options) } == .wrongKey)
  }

  @Test func `objects are written from many threads at once`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let identity = try Identity.generate()
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [identity.publicKey])
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      do {
        let sink = try writer.openObject()
        for _ in 0..<10 { try sink.write([UInt8](repeating: UInt8(index), count: 10_000)) }
        let record = try sink.finish()
        try writer.readBack(record)
      } catch {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    let manifest = try writer.publish(draft, contents: [:])
    #expect(manifest.objects.map(\.number) == Array(1...65))
    let report = try repository.verify(
      target: "shop", id: manifest.id,
      VerificationOptions(level: .data, keyring: Keyring([identity]), threads: 4))
    #expect(report.isGood)
    #expect(report.raw.bytes == 6_400_002)
  }

  @Test func `there is no backup before it is published, and none after it is abandoned`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    let sink = try writer.openObject()
    try sink.write([1, 2, 3])
    _ = try sink.finish()
    #expect(try repository.backups(target: "shop").good.isEmpty)
    #expect(try repository.incomplete(target: "shop") == [writer.id])
    let open = try writer.openObject()
    writer.abandon()
    open.abandon()
    #expect(try repository.incomplete(target: "shop") == [])
    #expect(try scratch.files() == ["repository.json", "shop/.lock", "shop/lease.json", ".lock"].sorted())
    #expect(code { _ = try writer.openObject() } == .failed)
    try makeBackup(repository)
  }

  @Test func `an unfinished object keeps a backup from being completed`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    let sink = try writer.openObject()
    try sink.write([1])
    #expect(code { _ = try writer.publish(draft, contents: [:]) } == .failed)
    _ = try sink.finish()
    let manifest = try writer.publish(draft, contents: [:])
    #expect(code { try sink.write([1]) } == .failed)
    #expect(code { _ = try sink.finish() } == .failed)
    #expect(code { _ = try writer.openObject() } == .failed)
    #expect(code { _ = try writer.publish(draft, contents: [:]) } == .failed)
    writer.abandon()
    #expect(try repository.backups(target: "shop").good == [manifest])
  }

  @Test func `a discarded object is not in the backup`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    let sink = try writer.openObject()
    let record = try sink.finish()
    try writer.discard(record)
    let manifest = try writer.publish(draft, contents: [:])
    #expect(manifest.objects.map(\.number) == [2])
    #expect(
      try repository.verify(target: "shop", id: manifest.id, VerificationOptions(level: .manifest)).isGood)
  }

  @Test func `an object that changed after it was written is found before the manifest exists`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    let sink = try writer.openObject()
    try sink.write([UInt8](repeating: 1, count: 1000))
    let record = try sink.finish()
    let file = "shop/backups/\(writer.id)/\(record.fileName)"
    var bytes = try scratch.read(file)
    bytes[bytes.count / 2] ^= 1
    try scratch.write(bytes, file)
    #expect(code { _ = try writer.publish(draft, contents: [:]) } == .corrupt)
    #expect(try repository.backups(target: "shop").good.isEmpty)
  }
}
