import Glibc
import Synchronization

/// A program started by us: run to its end, or kept running until it is stopped.
///
/// It leads a process group of its own, so a Ctrl-C at the terminal does not reach it. A child whose
/// `ChildProcess` goes away while it runs is killed with its group. One that keeps running is killed when
/// dbops ends, even by SIGKILL; one that is run to its end then stays until it ends.
///
/// Any thread may call; ``stop(grace:)``, ``wait(upTo:)`` and ``run(_:timeout:outputLimit:)`` block it.
package final class ChildProcess: Sendable {
  package let pid: Int32
  private let handle: Mutex<ChildProcessHandle>
  private let lifeline: LifelineHandle

  /// Starts a program that keeps running; what it writes is appended to the file at `log` (mode 0600).
  ///
  /// - Throws: `OpsError` `notFound` when there is no such program, `failed` when it cannot be started.
  package init(starting command: ChildCommand, log: String) throws {
    var lifeline = try LifelineHandle()
    let child = try ChildProcessHandle(
      starting: command, streams: .file(log, lifeline: lifeline.childEnd))
    lifeline.closeChildEnd()
    pid = child.pid
    handle = Mutex(child)
    self.lifeline = lifeline
  }

  /// How the child ended; nil while it runs. Does not wait.
  package var status: ChildStatus? { handle.withLock { $0.poll() } }

  /// Sends a signal to the child and its group; nothing once it has ended.
  package func signal(_ number: Int32) {
    handle.withLock { $0.signal(number) }
  }

  /// Waits for the end.
  ///
  /// - Returns: Nil when it still runs after `limit`.
  package func wait(upTo limit: Duration) -> ChildStatus? {
    let deadline = ContinuousClock.now + limit
    while true {
      if let status { return status }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(10_000)
    }
  }

  /// Ends the child: SIGTERM, and SIGKILL when it still runs after `grace`.
  @discardableResult
  package func stop(grace: Duration = .seconds(10)) -> ChildStatus {
    signal(SIGTERM)
    if let status = wait(upTo: grace) { return status }
    signal(SIGKILL)
    while true {
      if let status = wait(upTo: .seconds(60)) { return status }
    }
  }
}

extension ChildProcess {
  /// Runs a program to its end and gathers what it writes.
  ///
  /// What it leaves behind in its process group is killed.
  ///
  /// - Parameters:
  ///   - timeout: It is killed when it takes longer.
  ///   - outputLimit: It is killed when it writes more bytes to its standard output.
  /// - Throws: `OpsError` `notFound` when there is no such program; `failed` when it cannot be started or was
  ///   killed for one of the limits. A status other than 0 is no error.
  package static func run(
    _ command: ChildCommand, timeout: Duration = .seconds(30), outputLimit: Int = 1 << 20
  ) throws -> ChildOutput {
    var output = try ChildPipeHandle()
    var messages = try ChildPipeHandle()
    var child = try ChildProcessHandle(
      starting: command, streams: .pipes(output: output.writeEnd, messages: messages.writeEnd))
    output.closeWriteEnd()
    messages.closeWriteEnd()

    var gathered = Gathered()
    let deadline = ContinuousClock.now + timeout
    while true {
      let status = child.poll()
      let arrived = ChildPipeHandle.wait(for: output, or: messages, milliseconds: 20)
      gathered.output += output.readAvailable()
      gathered.append(messages: messages.readAvailable())
      guard gathered.output.count <= outputLimit else {
        throw OpsError(
          .failed, "\(command.name) was stopped", why: "it wrote more than \(ByteCount(outputLimit))")
      }
      // Someone who left the group may hold the pipes open; once the child is gone, silence is the end.
      if let status, !arrived || output.isAtEnd && messages.isAtEnd {
        return ChildOutput(status: status, output: gathered.output, messages: gathered.messages)
      }
      guard ContinuousClock.now < deadline else {
        throw OpsError(.failed, "\(command.name) was stopped", why: "it did not end within \(timeout.text)")
      }
    }
  }

  private struct Gathered {
    var output: [UInt8] = []
    var messages: [UInt8] = []

    mutating func append(messages more: [UInt8]) {
      messages += more
      if messages.count > 16_384 { messages.removeFirst(messages.count - 16_384) }
    }
  }
}
