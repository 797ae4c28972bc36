import MySQL
import Testing

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("db1", ServerAddress.tcp(host: "db1", port: 3306)), ("db1:3307", .tcp(host: "db1", port: 3307)),
    ("[::1]:3307", .tcp(host: "::1", port: 3307)), ("[fe80::1]", .tcp(host: "fe80::1", port: 3306)),
    ("::1", .tcp(host: "::1", port: 3306)), ("socket:/run/a b.sock", .socket(path: "/run/a b.sock")),
  ])
  func `an address is read and written in one form`(text: String, address: ServerAddress) {
    #expect(ServerAddress(text: text) == address)
    #expect(ServerAddress(text: address.description) == address)
  }

  @Test(arguments: [
    "", ":3306", "db:0", "db:65536", "db:x", "db:", "socket:run", "[::1", "[::1]x", "a b", "u@h",
  ])
  func `a malformed address is refused`(text: String) {
    #expect(ServerAddress(text: text) == nil)
  }

  @Test func `only addresses that stay on the machine are loopback`() {
    for text in ["localhost", "127.0.0.1", "127.8.9.10:1", "::1", "socket:/s"] {
      #expect(ServerAddress(text: text)?.isLoopback == true, "\(text)")
    }
    for text in ["127.0.0.1.example.com", "128.0.0.1", "127.evil.0.1", "localhost.example.com", "10.0.0.1"] {
      #expect(ServerAddress(text: text)?.isLoopback == false, "\(text)")
    }
  }
}
