import FoundationEssentials
import Glibc

/// What the process arranges for itself before anything else.
package enum ProcessSetup {
  /// A closed pipe becomes an error of `write`, and no crash leaves passwords or rows in a file.
  package static func harden() {
    _ = signal(SIGPIPE, SIG_IGN)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    // A handler that is fed through a pipe ignores the limit; with no kind of memory selected there is
    // nothing to feed it. PR_SET_DUMPABLE would take /dev/fd away from us, and with it `<(…)`.
    try? Data("0".utf8).write(to: URL(filePath: "/proc/self/coredump_filter"))
  }

  /// Overwrites the values of the options named, so that `ps` shows `--password=xxxx`.
  ///
  /// The texts that Swift has copied already are not touched. Call it before threads are started.
  ///
  /// - Returns: The names whose value was given on the command line.
  package static func blankArguments(named names: Set<String>) -> [String] {
    guard let bounds = argumentBounds() else { return [] }
    let memory = unsafe UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: bounds.lowerBound), count: bounds.count)
    let blanking = ArgumentBlanking(names: names)
    let found = unsafe blanking.ranges(in: Array(memory))
    for range in found.ranges {
      for index in range { unsafe memory[index] = UInt8(ascii: "x") }
    }
    return found.names
  }

  /// Where the kernel keeps the command line of this process: fields 48 and 49 of proc_pid_stat(5).
  private static func argumentBounds() -> Range<Int>? {
    guard let stat = try? String(contentsOf: URL(filePath: "/proc/self/stat"), encoding: .utf8),
      let name = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[stat.index(after: name)...].split(separator: " ")
    guard fields.count > 46, let start = Int(fields[45]), let end = Int(fields[46]), 0 < start, start < end
    else { return nil }
    return start..<end
  }
}

/// Signals that ask to stop, taken from their default so that a queue can wait for them.
enum SignalSetup {
  /// Numbers among `signals` that the parent had ignored for us, as `nohup` does.
  static func ignoredByParent(_ signals: [Int32]) -> Set<Int32> {
    guard let status = try? String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigIgn:") }),
      let mask = line.split(whereSeparator: \.isWhitespace).last.flatMap({ UInt64($0, radix: 16) })
    else { return [] }
    return Set(signals.filter { mask >> UInt64($0 - 1) & 1 == 1 })
  }

  static func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }
  static func restore(_ number: Int32) { _ = signal(number, SIG_DFL) }
}
