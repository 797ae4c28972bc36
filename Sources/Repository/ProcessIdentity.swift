import Basics
import FoundationEssentials
import Glibc

/// Tells one process from every other, across restarts of the process and of the machine.
package struct ProcessIdentity: Sendable, Hashable {
  package let host: String
  /// `/etc/machine-id`, because host names repeat.
  package let machine: String
  /// Changes with every start of the machine.
  package let boot: String
  /// Process numbers mean something inside their namespace alone.
  package let namespace: String
  package let process: Int64
  /// Clock ticks from the machine's start to the process's start.
  package let started: Int64

  package init(
    host: String, machine: String, boot: String, namespace: String, process: Int64, started: Int64
  ) {
    self.host = host
    self.machine = machine
    self.boot = boot
    self.namespace = namespace
    self.process = process
    self.started = started
  }

  /// This process.
  package static func current() -> ProcessIdentity {
    let process = Int64(getpid())
    return ProcessIdentity(
      host: line("/proc/sys/kernel/hostname"), machine: line("/etc/machine-id"),
      boot: line("/proc/sys/kernel/random/boot_id"), namespace: currentNamespace(), process: process,
      started: startTime(of: process) ?? 0)
  }

  /// Whether the process that this names still runs, as far as this machine can tell.
  package func liveness(seenFrom observer: ProcessIdentity) -> Liveness {
    guard host == observer.host, machine == observer.machine else { return .unknown }
    guard boot == observer.boot else { return .dead }
    guard namespace == observer.namespace else { return .unknown }
    return Self.startTime(of: process) == started ? .alive : .dead
  }

  private static func currentNamespace() -> String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
  }

  /// Nil when there is no such process, or only its remains.
  private static func startTime(of process: Int64) -> Int64? {
    // The name in brackets may hold blanks and brackets; what follows the last bracket does not.
    guard let text = read("/proc/\(process)/stat"), let bracket = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: bracket)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }

  private static func line(_ path: String) -> String {
    read(path).map { String($0.prefix { !$0.isNewline }) } ?? ""
  }

  private static func read(_ path: String) -> String? {
    guard let file = try? DescriptorHandle(path: path, flags: O_RDONLY) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4096)
    guard let count = try? file.read(into: &buffer, range: 0..<buffer.count) else { return nil }
    return String(decoding: buffer[0..<count], as: UTF8.self)
  }
}

/// What can be told about another process.
package enum Liveness: Sendable, Equatable {
  case alive
  /// Proven: the machine restarted since, or the process is gone.
  case dead
  /// It ran on another machine or in another container.
  case unknown
}

extension ProcessIdentity {
  var json: JSONValue {
    [
      "host": .string(host), "machine": .string(machine), "boot": .string(boot),
      "namespace": .string(namespace),
      "process": .int(process), "started": .int(started),
    ]
  }

  init(_ reader: JSONReader) throws {
    self.init(
      host: try reader.text("host"), machine: try reader.text("machine"), boot: try reader.text("boot"),
      namespace: try reader.text("namespace"), process: try reader.count("process"),
      started: try reader.count("started"))
  }
}
