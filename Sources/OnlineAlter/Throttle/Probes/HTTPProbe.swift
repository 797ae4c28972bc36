import Basics
import HTTP

/// Asks the user's address whether copying may go on.
struct HTTPProbe: Sendable {
  static func read(_ http: HTTPThrottle, _ client: HTTPClient) async -> Finding {
    do {
      var request = HTTPRequest(.head, http.url)
      request.timeout = http.timeout
      return .status(try await client.send(request).status)
    } catch {
      if http.ignoresErrors { return .status(nil) }
      return .unreadable(OpsError.wrapping(error, as: "there is no answer").why)
    }
  }
}
