import Basics
import Foundation
import Pipeline
import Repository
import Testing

/// One small backup, and the ways to spoil its files one at a time.
struct SmallBackup {
  let scratch: Scratch
  let identity: Identity
  let manifest: Manifest
  let keyring: Keyring

  init(encrypted: Bool) throws {
    scratch = try Scratch()
    identity = try Identity.generate()
    keyring = Keyring([identity])
    let repository = try Repository.create(scratch.store())
    manifest = try makeBackup(repository, recipients: encrypted ? [identity.publicKey] : [], size: 40)
    try repository.pin(target: "shop", id: manifest.id, reason: "test")
  }

  var folder: String { "shop/backups/\(manifest.id)" }

  /// The files whose damage must be found, relative to the repository.
  func files() throws -> [String] {
    try scratch.files().filter { !$0.hasSuffix(".lock") }
  }

  /// What a verification of everything says; nil when it finds nothing.
  func complaint() throws -> OpsError? {
    do {
      let repository = try Repository.open(scratch.store())
      let report = try repository.verify(
        target: "shop", id: manifest.id, VerificationOptions(level: .data, keyring: keyring, threads: 1))
      try report.requireGood("backup is damaged")
      return nil
    } catch let error as OpsError {
      return error
    }
  }
}

@Suite struct DamageTests {
  @Test(arguments: [false, true]) func `every flipped byte of a backup is found and its file is named`(
    encrypted: Bool
  ) throws {
    let backup = try SmallBackup(encrypted: encrypted)
    #expect(try backup.complaint() == nil)
    for file in try backup.files() {
      let good = try backup.scratch.read(file)
      for index in good.indices {
        var bytes = good
        bytes[index] ^= 1 << UInt8(index % 8)
        try backup.scratch.write(bytes, file)
        let error = try backup.complaint()
        #expect(error?.code == .corrupt, "\(file) byte \(index)")
        #expect(
          error?.message.contains(file) == true, "\(file) byte \(index): \(error?.message ?? "nothing")")
      }
      try backup.scratch.write(good, file)
    }
    #expect(try backup.complaint() == nil)
  }

  @Test func `every truncation and every addition is found`() throws {
    let backup = try SmallBackup(encrypted: true)
    for file in try backup.files() {
      let good = try backup.scratch.read(file)
      for bytes in good.indices.map({ Array(good[..<$0]) }) + [good + [0], good + [10], good + good] {
        try backup.scratch.write(bytes, file)
        let error = try backup.complaint()
        #expect(error?.code == .corrupt, "\(file) with \(bytes.count) bytes")
        #expect(error?.message.contains(file) == true)
      }
      try backup.scratch.write(good, file)
    }
  }

  @Test(arguments: [false, true]) func `every missing and every extra file is found`(encrypted: Bool) throws {
    let backup = try SmallBackup(encrypted: encrypted)
    for file in try backup.files() where !file.hasSuffix("lease.json") && !file.hasSuffix("pin.json") {
      let good = try backup.scratch.read(file)
      try FileManager.default.removeItem(atPath: "\(backup.scratch.path)/\(file)")
      let error = try backup.complaint()
      #expect(error?.code == .corrupt, "\(file)")
      #expect(error?.message.contains(file) == true, "\(error?.message ?? "nothing")")
      #expect(error?.message.contains("missing") == true)
      try backup.scratch.write(good, file)
    }
    #expect(try backup.complaint() == nil)
    try backup.scratch.write([1], "\(backup.folder)/000004.obj")
    #expect(try backup.complaint()?.message.contains("000004.obj: it does not belong") == true)
  }

  @Test(arguments: [false, true]) func `swapped objects are found`(encrypted: Bool) throws {
    let backup = try SmallBackup(encrypted: encrypted)
    let (first, second) = ("\(backup.folder)/000001.obj", "\(backup.folder)/000002.obj")
    let bytes = try backup.scratch.read(first)
    try backup.scratch.write(backup.scratch.read(second), first)
    try backup.scratch.write(bytes, second)
    let error = try backup.complaint()
    #expect(error?.message.contains(first) == true)
    #expect(error?.message.contains(second) == true)
  }

  @Test func `all problems are named, not the first alone`() throws {
    let backup = try SmallBackup(encrypted: true)
    for number in 1...3 {
      let file = "\(backup.folder)/00000\(number).obj"
      var bytes = try backup.scratch.read(file)
      bytes[bytes.count - 1] ^= 128
      try backup.scratch.write(bytes, file)
    }
    let repository = try Repository.open(backup.scratch.store())
    let report = try repository.verify(
      target: "shop", id: backup.manifest.id,
      VerificationOptions(level: .data, keyring: backup.keyring, threads: 3))
    #expect(report.problems.map(\.object) == [1, 2, 3])
    #expect(
      try repository.verify(target: "shop", id: backup.manifest.id, VerificationOptions(level: .manifest))
        .isGood)
  }

  @Test func `a link in the place of an object is not followed`() throws {
    let backup = try SmallBackup(encrypted: false)
    let file = "\(backup.folder)/000001.obj"
    try backup.scratch.write(backup.scratch.read(file), "elsewhere")
    try FileManager.default.removeItem(atPath: "\(backup.scratch.path)/\(file)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(backup.scratch.path)/\(file)", withDestinationPath: "\(backup.scratch.path)/elsewhere")
    #expect(try backup.complaint()?.message.contains("\(file): it is not a file") == true)
    let repository = try Repository.open(backup.scratch.store())
    let reader = try repository.reader(backup.manifest, keyring: Keyring())
    #expect(code { _ = try reader.object(1) } == .corrupt)
  }

  @Test func `a manifest that was edited and sealed again by someone without the key is found`() throws {
    let backup = try SmallBackup(encrypted: true)
    let file = "\(backup.folder)/manifest.json"
    let sealed = try SealedJSON(opening: backup.scratch.read(file), path: file)
    var members = try #require(sealed.members.objectValue)
    members["dbops"] = "9.9.9"
    try backup.scratch.write(SealedJSON(.object(members)).bytes, file)
    #expect(try backup.complaint()?.code == .corrupt)
    try backup.scratch.write(SealedJSON(.object(members), key: BackupKey()).bytes, file)
    let error = try backup.complaint()
    #expect(error?.message.contains("\(file) is not authentic") == true)
  }

  @Test func `a manifest in another backup's folder is found`() throws {
    let scratch = try Scratch()
    let repository = try Repository.create(scratch.store())
    let (first, second) = (try makeBackup(repository), try makeBackup(repository))
    try scratch.write(
      scratch.read("shop/backups/\(first.id)/manifest.json"), "shop/backups/\(second.id)/manifest.json")
    let (good, bad) = try repository.backups(target: "shop")
    #expect(good == [first])
    #expect(bad.count == 1)
    #expect(bad.first?.message.contains("\(second.id)") == true)
  }

  @Test(arguments: [
    ("objects", #"[{"n":1,"stored":1,"raw":1,"digest":"../../x","check":""}]"#),
    ("objects", "[]"), ("contents", "77"), ("contents", "-1"), ("target", #""../etc""#), ("format", "2"),
    ("totals", "{}"), ("started", #""yesterday""#), ("run", #""x""#), ("encryption", #"{"recipients":[]}"#),
  ])
  func `a manifest that makes no sense is refused though its checksum fits`(key: String, value: String) throws
  {
    let backup = try SmallBackup(encrypted: false)
    let file = "\(backup.folder)/manifest.json"
    var members = try #require(
      SealedJSON(opening: backup.scratch.read(file), path: file).members.objectValue)
    members[key] = try JSONValue(parsing: Array(value.utf8))
    try backup.scratch.write(SealedJSON(.object(members)).bytes, file)
    #expect(try backup.complaint()?.code == (key == "format" ? .refused : .corrupt))
  }

  @Test func `the same object twice in a manifest is refused`() throws {
    let backup = try SmallBackup(encrypted: false)
    let file = "\(backup.folder)/manifest.json"
    var members = try #require(
      SealedJSON(opening: backup.scratch.read(file), path: file).members.objectValue)
    var objects = try #require(members["objects"]?.arrayValue)
    objects[1] = objects[0]
    members["objects"] = .array(objects)
    try backup.scratch.write(SealedJSON(.object(members)).bytes, file)
    #expect(try backup.complaint()?.code == .corrupt)
  }
}
