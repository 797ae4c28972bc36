import Basics

/// Sends requests one after the other, over connections that it keeps.
///
/// Servers' certificates are verified; redirects are followed; the proxies of the environment are used. From any task.
package actor HTTPClient {
  let executor = BlockingExecutor(label: "dbops.http")
  private var handle: CurlHandle?

  package init() {}

  /// Waits for the answer, whatever its status is.
  ///
  /// - Throws: `OpsError` `failed` when there is no whole answer within the request's time limit, or a body beyond
  ///   `CurlHandle.bodyLimit`.
  package func send(_ request: HTTPRequest) throws -> HTTPResponse {
    try Task.checkCancellation()
    if handle == nil { handle = try CurlHandle() }
    guard let response = try handle?.perform(request) else {
      throw OpsError(.failed, "cannot send a request", why: "out of memory")
    }
    return response
  }
}
