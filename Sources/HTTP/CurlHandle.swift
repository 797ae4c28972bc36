import Basics
internal import CCurl

/// Owns one `CURL *` with the connections that it keeps. One thread at a time.
@safe struct CurlHandle: ~Copyable {
  /// The longest answer that is taken.
  static let bodyLimit = 16 << 20

  private let raw: UnsafeMutableRawPointer
  /// libcurl writes what went wrong here until the handle is freed.
  private let message: UnsafeMutablePointer<CChar>

  /// libcurl's set-up for the whole process, which is done once.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init() throws {
    guard Self.isReady, let handle = unsafe curl_easy_init() else {
      throw OpsError(.failed, "cannot send a request", why: "libcurl cannot be set up")
    }
    unsafe raw = handle
    unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
  }

  deinit {
    unsafe curl_easy_cleanup(raw)
    unsafe message.deallocate()
  }

  /// Sends `request` and reads the whole answer.
  func perform(_ request: HTTPRequest) throws -> HTTPResponse {
    // Options of the request before are forgotten, its connection is not.
    unsafe curl_easy_reset(raw)
    unsafe message.update(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let headers = try HeaderList(request)
    let body = ReceivedBody()
    try prepare(request)
    try check(unsafe dbops_curl_set_headers(raw, headers.list))
    let code = withExtendedLifetime(body) {
      let context = unsafe Unmanaged.passUnretained(body).toOpaque()
      let set = unsafe dbops_curl_set_writer(raw, receive, context)
      return set == CURLE_OK ? unsafe curl_easy_perform(raw) : set
    }
    withExtendedLifetime(headers) {}
    try check(code)
    var status = 0
    try check(unsafe dbops_curl_status(raw, &status))
    return HTTPResponse(status: status, body: body.bytes)
  }

  private func prepare(_ request: HTTPRequest) throws {
    let milliseconds = max(1, Int((request.timeout.inSeconds * 1000).rounded(.up)))
    // Signals belong to the program, not to one of its threads.
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_TIMEOUT_MS, milliseconds)
    try set(CURLOPT_FOLLOWLOCATION, 1)
    try set(CURLOPT_MAXREDIRS, 10)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_USERAGENT, "dbops")
    try set(CURLOPT_URL, request.url)
    try check(unsafe dbops_curl_set_text(raw, CURLOPT_ERRORBUFFER, message))
    switch request.method {
    case .get: try set(CURLOPT_HTTPGET, 1)
    case .head: try set(CURLOPT_NOBODY, 1)
    case .post(let bytes, _):
      try set(CURLOPT_POST, 1)
      let code = unsafe bytes.withUnsafeBytes { bytes in
        unsafe dbops_curl_set_body(raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      try check(code)
    }
  }

  private func set(_ option: CURLoption, _ value: Int) throws {
    try check(unsafe dbops_curl_set_long(raw, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) throws {
    try check(unsafe dbops_curl_set_text(raw, option, value))
  }

  private func check(_ code: CURLcode) throws {
    guard code != CURLE_OK else { return }
    let detail = unsafe String(cString: message)
    let why = unsafe detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    throw OpsError(.failed, "there is no answer", why: why)
  }
}

/// Owns a request's `curl_slist`.
@safe private struct HeaderList: ~Copyable {
  let list: UnsafeMutablePointer<curl_slist>?

  init(_ request: HTTPRequest) throws {
    var lines = request.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    if case .post(_, let type) = request.method { lines.append("Content-Type: \(type)") }
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      // A line break would begin another header.
      guard !line.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
        unsafe curl_slist_free_all(list)
        throw OpsError(.failed, "cannot send a request", why: "a header has a control character")
      }
      unsafe list = curl_slist_append(list, line)
    }
    unsafe self.list = list
  }

  deinit { unsafe curl_slist_free_all(list) }
}

/// Gathers an answer's body.
private final class ReceivedBody {
  var bytes: [UInt8] = []
}

/// libcurl's write function; taking less than all ends the transfer.
private func receive(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
  let body = unsafe Unmanaged<ReceivedBody>.fromOpaque(context).takeUnretainedValue()
  let length = size * count
  guard body.bytes.count + length <= CurlHandle.bodyLimit else { return 0 }
  unsafe body.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
  return length
}
