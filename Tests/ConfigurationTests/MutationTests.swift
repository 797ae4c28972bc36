import Configuration
import Testing

/// Numbers that look random and are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct MutationTests {
  private static let tokens = [
    "{", "}", "[", "]", ":", ": ", ",", "- ", "#", "'", "\"", "&a ", "*a", "!t ", "---\n", "...\n", "|\n",
    ">-\n", "\t",
    "\u{0}", "é", "null", "~", "0", "-1", "99999999999999999999", "1e999", "%", "\n", "\r\n", "  ", "<<: ",
    "? ", "\\",
    "type: s3", "version: 1\n",
  ]

  private func mutated(_ bytes: [UInt8], _ numbers: inout SeededNumbers) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &numbers) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<5, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &numbers)))
      case 2: bytes.insert(contentsOf: (Self.tokens.randomElement(using: &numbers) ?? "").utf8, at: place)
      case 3: bytes.removeSubrange(place...)
      default:
        let end = min(bytes.count, place + Int.random(in: 1...80, using: &numbers))
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &numbers))
      }
    }
    return bytes
  }

  @Test(arguments: 0..<8)
  func `damaged settings give settings or places, never a crash`(seed: Int) {
    var numbers = SeededNumbers(state: UInt64(seed))
    let sample = Array(fleetSample.utf8)
    for _ in 0..<150 {
      let bytes = mutated(sample, &numbers)
      let reader = SettingsReader(parsing: bytes, folder: "/etc/dbops")
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      #expect((reader.settings == nil) != reader.problems.isEmpty)
      #expect(
        reader.problems.allSatisfy { (1...lines + 1).contains($0.position.line) && $0.position.column >= 1 })
      #expect(reader.problems.allSatisfy { !$0.message.isEmpty })
      if let settings = reader.settings { _ = settings.shown.yaml }
    }
  }

  @Test(arguments: [
    "password: canary", "password: [canary]", "password: {canary}", "password: {file: {canary: 1}}",
    "password: {env: ca-nary!canary}", "password: {command: canary}", "password: {gcp-secret: canary}",
    "password: {value: canary}", "password: |\n      canary", "pasword: canary", "tls: {key: {a: canary}}",
    "primary: \"dbops:canary@db:3306\"", "replicas: [\"dbops:canary@db\"]", "password: \"canary",
    "password: can: canary", "password: &canary x",
  ])
  func `no message repeats a secret put in the wrong place`(line: String) {
    let text = "version: 1\ntargets:\n  shop:\n    type: mysql\n    \(line)\n"
    let found = problems(text)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.contains("canary") }, "\(found)")
  }
}
