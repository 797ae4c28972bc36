import FoundationEssentials
import Glibc

/// Owns one child process, the leader of a process group of its own.
///
/// A process id stays ours until the child is reaped, so signals are sent before that alone. A child that
/// is still there when the owner goes is killed with its group. One thread at a time.
@safe struct ChildProcessHandle: ~Copyable {
  /// Where the child's standard output and error go.
  enum Streams {
    case pipes(output: Int32, messages: Int32)
    /// Both are appended to this file, made with mode 0600; the child is killed when the lifeline ends.
    case file(String, lifeline: Int32)
  }

  let pid: Int32
  /// Nil until the child has been seen to end.
  private(set) var status: ChildStatus?

  /// Starts the program with an empty standard input, default signals and no descriptor of ours.
  ///
  /// - Throws: `OpsError` `notFound` when there is no such program, `failed` when it cannot be started.
  init(starting command: ChildCommand, streams: Streams) throws {
    var refusal = ENOENT
    for path in command.candidates {
      switch Self.spawn(path, command, streams) {
      case .success(let pid):
        self.pid = pid
        return
      case .failure(let failure):
        // Execution goes on in the next folder of PATH, as a shell does, but says why the best match failed.
        if failure.number != ENOENT || refusal == ENOENT { refusal = failure.number }
      }
    }
    throw OpsError(
      refusal == ENOENT ? .notFound : .failed, "cannot start \(command.name)", why: systemErrorText(refusal),
      hint: refusal == ENOENT ? "install it, or give its whole path" : "")
  }

  deinit {
    guard status == nil else { return }
    kill(-pid, SIGKILL)
    var ignored: Int32 = 0
    while unsafe waitpid(pid, &ignored, 0) < 0, errno == EINTR {}
  }

  /// Sends a signal to the child and all that it started in its group; nothing once it has ended.
  func signal(_ number: Int32) {
    guard status == nil else { return }
    kill(-pid, number)
  }

  /// Looks whether the child has ended, without waiting; if so, what it left in its group is killed.
  mutating func poll() -> ChildStatus? {
    if let status { return status }
    var info = unsafe siginfo_t()
    // WNOWAIT keeps the id ours while the group is swept.
    guard unsafe waitid(P_PID, UInt32(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0,
      unsafe info.si_signo == SIGCHLD
    else { return nil }
    kill(-pid, SIGKILL)
    var word: Int32 = 0
    while unsafe waitpid(pid, &word, 0) < 0 {
      guard errno == EINTR else { break }
    }
    // The macros WIFEXITED and WEXITSTATUS are not imported.
    let number = word & 0x7F
    status = number == 0 ? .exited(word >> 8 & 0xFF) : .signalled(number)
    return status
  }

  private static func spawn(
    _ path: String, _ command: ChildCommand, _ streams: Streams
  ) -> Result<Int32, SpawnFailure> {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe arrange(&actions, streams)
    arrange(&attributes)

    var (program, words) = (path, command.arguments)
    if case .file = streams {
      // The shell could not tell us.
      guard unsafe access(path, X_OK) == 0 else { return .failure(SpawnFailure(number: errno)) }
      (program, words) = (Tether.shell, Tether.arguments(path, words))
    }
    var pid: Int32 = 0
    let number = unsafe withCStrings(words) { arguments in
      unsafe withCStrings(command.environment.map { "\($0.key)=\($0.value)" }.sorted()) { environment in
        unsafe posix_spawn(&pid, program, &actions, &attributes, arguments, environment)
      }
    }
    return number == 0 ? .success(pid) : .failure(SpawnFailure(number: number))
  }

  private static func arrange(
    _ actions: inout posix_spawn_file_actions_t, _ streams: Streams
  ) {
    switch streams {
    case .pipes(let output, let messages):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, messages, 2)
    case .file(let path, let lifeline):
      unsafe posix_spawn_file_actions_adddup2(&actions, lifeline, 0)
      unsafe posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    // Libraries open files of which the child must not hold copies; glibc passes over those closed since.
    for descriptor in openDescriptors() where descriptor > 2 {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
  }

  private static func openDescriptors() -> [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  private static func arrange(_ attributes: inout posix_spawnattr_t) {
    // Without this the child would ignore what we ignore, such as SIGPIPE.
    var all = sigset_t()
    var none = sigset_t()
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }
}

/// An `errno` of a program that could not be started.
private struct SpawnFailure: Error {
  let number: Int32
}

/// Calls `body` with the null-terminated list of null-terminated copies that `execve` wants.
private func withCStrings<Value>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
  var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
  unsafe pointers.append(nil)
  defer { unsafe pointers.forEach { unsafe free($0) } }
  return unsafe body(pointers)
}
