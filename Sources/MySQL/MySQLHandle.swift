import Basics
internal import CMariaDB
import Glibc

/// Owns one `MYSQL *`. Connector/C allows one thread at a time; the owning actor sees to it.
@safe struct MySQLHandle: ~Copyable {
  let raw: UnsafeMutablePointer<MYSQL>
  /// For messages.
  let server: String
  var account: String

  /// A handle that is not connected yet.
  init(server: ServerAddress, user: String) throws {
    guard let raw = unsafe mysql_init(nil) else {
      throw OpsError(.failed, "cannot connect to \(server)", why: "out of memory")
    }
    unsafe self.raw = raw
    self.server = server.description
    account = user
  }

  deinit {
    unsafe mysql_close(raw)
  }

  /// The failure of the call just made.
  var failure: SQLFailure {
    let number = Int(unsafe mysql_errno(raw))
    let text = unsafe mysql_error(raw).map { unsafe String(cString: $0) } ?? ""
    let state = unsafe mysql_sqlstate(raw).map { unsafe String(cString: $0) } ?? "HY000"
    return SQLFailure(number: number, sqlState: state, text: text, server: server, account: account)
  }

  var descriptor: Int32 { unsafe mysql_get_socket(raw) }

  /// The cipher in use; nil over plaintext.
  var cipher: String? {
    unsafe mysql_get_ssl_cipher(raw).map { unsafe String(cString: $0) }
  }

  /// Whether the server, or the proxy before it, takes many rows with one execution of a statement.
  var takesRows: Bool { unsafe dbops_mysql_takes_rows(raw) != 0 }

  func set(_ option: mysql_option, _ value: UInt32) {
    var value = value
    unsafe mysql_options(raw, option, &value)
  }

  func set(_ option: mysql_option, _ value: UInt) {
    var value = value
    unsafe mysql_options(raw, option, &value)
  }

  func set(_ option: mysql_option, _ flag: Bool) {
    var value: my_bool = flag ? 1 : 0
    unsafe mysql_options(raw, option, &value)
  }

  func set(_ option: mysql_option, _ text: String) {
    unsafe mysql_options(raw, option, text)
  }

  func addAttribute(_ name: String, _ value: String) {
    _ = unsafe dbops_mysql_attribute_add(raw, name, value)
  }

  func mark(_ name: String) {
    unsafe dbops_mysql_set_mark(raw, name)
  }

  /// Connects and logs in. The options must have been set before.
  func connect(to address: ServerAddress, user: String, password: Secret?, database: String?) throws {
    // Without a password the library would take one from the environment.
    let secret = password?.reveal() ?? ""
    let done =
      switch address {
      case .tcp(let host, let port):
        unsafe mysql_real_connect(raw, host, user, secret, database, UInt32(port), nil, 0)
      case .socket(let path):
        unsafe mysql_real_connect(raw, nil, user, secret, database, 0, path, 0)
      }
    guard unsafe done != nil else { throw failure }
  }

  /// Limits the silence borne while reading; nil lifts the limit that applied to the login.
  func limitReading(to timeout: Duration?) {
    let seconds = timeout.map { max(1, UInt32(clamping: $0.components.seconds)) } ?? 0
    unsafe dbops_mysql_set_read_timeout(raw, seconds)
  }

  /// Makes the kernel notice within a minute that the other end is gone.
  func watchPeer(boundingWrites: Bool) {
    func set(_ level: Int32, _ name: Int32, _ value: Int32) {
      var value = value
      _ = unsafe setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
    set(SOL_SOCKET, SO_KEEPALIVE, 1)
    let tcp = Int32(IPPROTO_TCP)
    set(tcp, TCP_KEEPIDLE, 20)
    set(tcp, TCP_KEEPINTVL, 10)
    set(tcp, TCP_KEEPCNT, 3)
    // Counts a server that does not read for so long as gone, too: not for sessions that send data.
    if boundingWrites { set(tcp, TCP_USER_TIMEOUT, 60_000) }
  }
}
