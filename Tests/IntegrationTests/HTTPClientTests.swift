import Basics
import HTTP
import TestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPClientTests {
  private func url(_ server: ScriptedServer, _ path: String = "/") -> String {
    "http://127.0.0.1:\(server.port)\(path)"
  }

  @Test func `a HEAD request gets the status`() async throws {
    let server = try ScriptedServer()
    async let asked = server.serve { peer in
      let request = peer.receiveText(until: "\r\n\r\n")
      peer.sendRaw(Array("HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\n".utf8))
      return request
    }
    let response = try await HTTPClient().send(HTTPRequest(.head, url(server, "/ready?x=1")))
    #expect(response == HTTPResponse(status: 503, body: []))
    let request = try await asked
    #expect(request.hasPrefix("HEAD /ready?x=1 HTTP/1.1\r\n"))
    #expect(request.contains("User-Agent: dbops\r\n"))
  }

  @Test func `a POST request carries its body and headers, and gets the answer's body`() async throws {
    let server = try ScriptedServer()
    async let asked = server.serve { peer in
      let request = peer.receiveText(until: "{\"a\":1}")
      peer.sendRaw(Array("HTTP/1.1 201 Made\r\nContent-Length: 4\r\n\r\ndone".utf8))
      return request
    }
    var request = HTTPRequest(.post(Array("{\"a\":1}".utf8), type: "application/json"), url(server))
    request.headers = ["X-Run": "7"]
    let response = try await HTTPClient().send(request)
    #expect(response == HTTPResponse(status: 201, body: Array("done".utf8)))
    let text = try await asked
    #expect(text.hasPrefix("POST / HTTP/1.1\r\n"))
    #expect(text.contains("\r\nContent-Type: application/json\r\n") && text.contains("\r\nX-Run: 7\r\n"))
  }

  @Test func `one client asks again and again, whatever was asked before`() async throws {
    let server = try ScriptedServer()
    let client = HTTPClient()
    async let methods = server.serve { peer in
      var methods: [Substring] = []
      for body in ["", "hello", ""] {
        methods.append(peer.receiveText(until: "\r\n\r\n").prefix { $0 != " " })
        peer.sendRaw(Array("HTTP/1.1 200 Fine\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
      }
      return methods
    }
    #expect(try await client.send(HTTPRequest(.head, url(server))).body == [])
    #expect(try await client.send(HTTPRequest(.get, url(server))).body == Array("hello".utf8))
    #expect(try await client.send(HTTPRequest(.head, url(server))).body == [])
    #expect(try await methods == ["HEAD", "GET", "HEAD"])
  }

  @Test func `a server that says nothing is given up after the time limit`() async throws {
    let server = try ScriptedServer()
    var request = HTTPRequest(.get, url(server))
    request.timeout = .milliseconds(50)
    let given = request
    let error = await #expect(throws: OpsError.self) { _ = try await HTTPClient().send(given) }
    #expect(error?.why.contains("timed out") == true, "\(String(describing: error))")
  }

  @Test(arguments: ["file:///etc/hostname", "ftp://127.0.0.1/x", "127.0.0.1 x"])
  func `only web servers are asked`(url: String) async {
    await #expect(throws: OpsError.self) { _ = try await HTTPClient().send(HTTPRequest(.get, url)) }
  }

  @Test func `a redirect leads to no file`() async throws {
    let server = try ScriptedServer()
    async let served: Void = server.serve { peer in
      _ = peer.receiveText(until: "\r\n\r\n")
      peer.sendRaw(
        Array("HTTP/1.1 302 There\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n".utf8))
    }
    let request = HTTPRequest(.get, url(server))
    await #expect(throws: OpsError.self) { _ = try await HTTPClient().send(request) }
    try await served
  }

  @Test func `a header with a line break is refused`() async {
    var request = HTTPRequest(.get, "http://127.0.0.1:1/")
    request.headers = ["X": "a\r\nY: b"]
    let given = request
    let error = await #expect(throws: OpsError.self) { _ = try await HTTPClient().send(given) }
    #expect(error?.why == "a header has a control character")
  }
}
