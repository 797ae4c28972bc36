/// What is asked of a web server.
package struct HTTPRequest: Sendable, Equatable {
  package enum Method: Sendable, Equatable {
    case get, head
    /// With a body and its media type, such as `application/json`.
    case post([UInt8], type: String)
  }

  package var method: Method
  /// `http://` or `https://`; others are refused.
  package var url: String
  /// Beside those that the client sets by itself.
  package var headers: [String: String] = [:]
  /// From looking the host up to the last byte of the answer.
  package var timeout = Duration.seconds(10)

  package init(_ method: Method, _ url: String) {
    self.method = method
    self.url = url
  }
}

/// What a web server answered.
package struct HTTPResponse: Sendable, Equatable {
  package let status: Int
  package let body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}
