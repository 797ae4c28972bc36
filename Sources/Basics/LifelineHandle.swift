import Glibc

/// Owns a pair of sockets on which nothing is ever written: a child that reads from one learns that we are gone.
///
/// The kernel closes our end whatever ends us, SIGKILL included, and the child then meets the end of the data. Both ends
/// close on exec from the start, so no other child keeps ours open. One thread at a time.
@safe struct LifelineHandle: ~Copyable, Sendable {
  /// For the child to hold; closed here by `closeChildEnd`.
  private(set) var childEnd: Int32
  private let ourEnd: Int32

  /// - Throws: `OpsError` `failed` when the process has no descriptors left.
  init() throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw OpsError.system("cannot make a pair of sockets", errno: errno)
    }
    childEnd = ends[0]
    ourEnd = ends[1]
  }

  deinit {
    close(ourEnd)
    if childEnd >= 0 { close(childEnd) }
  }

  mutating func closeChildEnd() {
    close(childEnd)
    childEnd = -1
  }
}

/// Starts a program together with a watcher that kills both when we are gone.
enum Tether {
  /// The shell becomes the program, so that its process id and status are the program's. The watcher stays in its
  /// process group, whose id cannot be another's while it is there, and goes with that group when the program ends.
  /// The kernel's own signal at a parent's death will not do: it comes when the thread ends that started the child.
  private static let script = """
    exec 3<&0 </dev/null
    { trap '' HUP INT TERM; read -r nothing <&3; kill -s KILL -- "-$$"; } &
    exec "$@" 3<&-
    """

  static let shell = "/bin/sh"

  /// The arguments with which the shell starts `program`; its standard input must be a lifeline's end.
  static func arguments(_ program: String, _ arguments: [String]) -> [String] {
    [shell, "-c", script, shell, program] + arguments.dropFirst()
  }
}
