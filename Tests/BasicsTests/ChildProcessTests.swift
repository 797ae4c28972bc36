import Basics
import Foundation
import Testing

@Suite struct ChildProcessTests {
  private func run(_ script: String, timeout: Duration = .seconds(20), limit: Int = 1 << 20) throws
    -> ChildOutput
  {
    try ChildProcess.run(ChildCommand(["/bin/sh", "-c", script]), timeout: timeout, outputLimit: limit)
  }

  @Test func `output, messages and status are told apart`() throws {
    let result = try run("echo out; echo 'first' >&2; echo 'why it failed' >&2; exit 3")
    #expect(result.status == .exited(3))
    #expect(result.output == Array("out\n".utf8))
    #expect(result.lastMessage == "why it failed")
  }

  @Test func `a program is found in the PATH it is given and nowhere else`() throws {
    #expect(try ChildProcess.run(ChildCommand(["true"])).status.isSuccess)
    let error = #expect(throws: OpsError.self) {
      try ChildProcess.run(ChildCommand(["true"], environment: ["PATH": "/nowhere"]))
    }
    #expect(error?.code == .notFound)
  }

  @Test func `arguments reach the program as they are`() throws {
    let result = try ChildProcess.run(ChildCommand(["printf", "%s|", "a b", "$HOME", "", "*"]))
    #expect(String(decoding: result.output, as: UTF8.self) == "a b|$HOME||*|")
  }

  @Test func `the environment is what was given alone`() throws {
    let result = try ChildProcess.run(ChildCommand(["/usr/bin/env"], environment: ["A": "1", "B": "x=y"]))
    #expect(String(decoding: result.output, as: UTF8.self) == "A=1\nB=x=y\n")
  }

  @Test func `no descriptor but the standard three is handed on`() throws {
    let held = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/etc/passwd"))
    defer { try? held.close() }
    // The listing's own descriptor is the fourth.
    let result = try ChildProcess.run(ChildCommand(["ls", "/proc/self/fd"]))
    #expect(String(decoding: result.output, as: UTF8.self) == "0\n1\n2\n3\n")
  }

  @Test func `more output than a pipe holds is read whole`() throws {
    let result = try run("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2")
    #expect(result.output.count == 300_000)
    #expect(result.messages.count == 16_384)
  }

  @Test func `a program that takes too long is killed with what it started`() throws {
    let start = ContinuousClock.now
    let error = #expect(throws: OpsError.self) {
      try run("sleep 60 & echo $!; wait", timeout: .milliseconds(300))
    }
    #expect(error?.why == "it did not end within 300ms")
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `a program that writes too much is killed`() {
    let error = #expect(throws: OpsError.self) { try run("cat /dev/zero", limit: 1000) }
    #expect(error?.why == "it wrote more than 1000 B")
  }

  @Test func `what a program leaves in its group is killed`() throws {
    let result = try run("sleep 60 >/dev/null 2>&1 & echo $!")
    let left = try #require(Int32(String(decoding: result.output, as: UTF8.self).dropLast()))
    // Killed is killed, but the kernel may take a moment to say so on a busy machine.
    let deadline = ContinuousClock.now + .seconds(10)
    while isRunning(left), ContinuousClock.now < deadline { usleep(10_000) }
    #expect(!isRunning(left))
  }

  @Test func `the end by a signal is told from a status`() throws {
    #expect(try run("kill -9 $$").status == .signalled(9))
  }

  @Test func `a program that keeps running is stopped by its process id, its log kept`() throws {
    let log = LogFile()
    let child = try startLoop("trap 'echo bye; exit 7' TERM", log)
    #expect(child.status == nil)
    #expect(isRunning(child.pid))
    #expect(child.stop() == .exited(7))
    #expect(log.text.hasSuffix("bye\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: log.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `a program that ignores the request to end is killed after the grace`() throws {
    let log = LogFile()
    let child = try startLoop("trap '' TERM", log)
    #expect(child.stop(grace: .milliseconds(50)) == .signalled(9))
  }

  @Test func `a program that keeps running has an empty input and nothing of its watcher`() throws {
    let log = LogFile()
    let script = "cat; ls /proc/self/fd"
    let child = try ChildProcess(starting: ChildCommand(["/bin/sh", "-c", script]), log: log.path)
    #expect(child.wait(upTo: .seconds(20)) == .exited(0))
    #expect(log.text == "0\n1\n2\n3\n")
  }

  @Test func `a program that is not there is told from one that fails`() {
    for name in ["/nowhere/server", "no-such-server"] {
      let error = #expect(throws: OpsError.self) {
        try ChildProcess(starting: ChildCommand([name]), log: "/dev/null")
      }
      #expect(error?.code == .notFound)
    }
    let error = #expect(throws: OpsError.self) {
      try ChildProcess(starting: ChildCommand(["/etc/passwd"]), log: "/dev/null")
    }
    #expect(error?.code == .failed)
  }

  @Test func `a child nobody holds any more does not go on`() throws {
    var child: ChildProcess? = try ChildProcess(starting: ChildCommand(["sleep", "60"]), log: "/dev/null")
    let pid = try #require(child?.pid)
    #expect(isRunning(pid))
    child = nil
    #expect(!isRunning(pid))
  }

  /// Removed with the test.
  private final class LogFile {
    let path = NSTemporaryDirectory() + "dbops-child-\(UUID().uuidString).log"
    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// A shell that runs `preparation` and then goes on for ever; returns once it is prepared.
  private func startLoop(_ preparation: String, _ log: LogFile) throws -> ChildProcess {
    let script = "\(preparation); echo up; while :; do sleep 0.01; done"
    let child = try ChildProcess(starting: ChildCommand(["/bin/sh", "-c", script]), log: log.path)
    while log.text != "up\n" { try #require(child.wait(upTo: .milliseconds(5)) == nil) }
    return child
  }

  /// True for a process that is there and is no zombie.
  private func isRunning(_ pid: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let state = text.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z"
  }
}
