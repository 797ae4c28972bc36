/// The server's side of the MySQL protocol, as far as tests of a rogue or broken server need it.
extension ScriptedPeer {
  /// Capabilities of a server: everything the client wants, with or without TLS.
  package static let capabilities: UInt32 = 0x00BF_F7FF
  package static let tlsCapability: UInt32 = 0x0800

  /// Greets the client with protocol 10.
  package func greet(version: String = "9.7.4", plugin: String = "mysql_native_password", tls: Bool = false) {
    let flags = tls ? Self.capabilities | Self.tlsCapability : Self.capabilities & ~Self.tlsCapability
    var payload: [UInt8] = [10] + Array(version.utf8) + [0, 7, 0, 0, 0]
    payload += Array("12345678".utf8) + [0]
    payload += [UInt8(flags & 255), UInt8(flags >> 8 & 255), 45, 2, 0]
    payload += [UInt8(flags >> 16 & 255), UInt8(flags >> 24 & 255), 21]
    payload += [UInt8](repeating: 0, count: 10) + Array("901234567890".utf8) + [0]
    payload += Array(plugin.utf8) + [0]
    send(payload)
  }

  /// Asks the client to prove itself in another way.
  package func switchAuthentication(to plugin: String) {
    send([0xFE] + Array(plugin.utf8) + [0] + Array("12345678901234567890".utf8) + [0])
  }

  /// Ends a statement, or a result halfway through, with an error.
  package func sendError(_ number: Int, _ text: String) {
    send([0xFF, UInt8(number & 255), UInt8(number >> 8)] + Array("#HY000".utf8) + Array(text.utf8))
  }

  package func sendOK() { send([0, 0, 0, 2, 0, 0, 0]) }

  package func sendEnd() { send([0xFE, 0, 0, 2, 0]) }

  /// Answers a query with text columns and these rows, each value with its length before it.
  ///
  /// - Parameter error: Ends the result in place of the usual end.
  package func sendResult(columns: [String], rows: [[UInt8]], error: (number: Int, text: String)? = nil) {
    send([UInt8(columns.count)])
    for column in columns {
      var payload: [UInt8] = [3] + Array("def".utf8) + [0, 0, 0]
      payload += [UInt8(column.utf8.count)] + Array(column.utf8) + [0]
      payload += [0x0C, 45, 0, 0, 4, 0, 0, 0xFD, 0, 0, 0, 0, 0]
      send(payload)
    }
    sendEnd()
    for row in rows { send(row) }
    if let error { sendError(error.number, error.text) } else { sendEnd() }
  }

  /// Answers what a session asks and sets when it is opened, up to the first statement after that.
  ///
  /// - Returns: That statement; nil when the client hung up.
  @discardableResult
  package func answerOpening() -> String? {
    while let packet = receive() {
      let text = String(decoding: packet.dropFirst(), as: UTF8.self)
      if text.contains("SELECT VERSION()") {
        let row = ["9.7.4", "Scripted", "u@h", "7"].flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        sendResult(columns: ["a", "b", "c", "d"], rows: [row])
      } else if text.contains("SHOW SESSION VARIABLES") {
        sendResult(columns: ["name", "value"], rows: [])
      } else if text.contains("*/ SET ") {
        sendOK()
      } else {
        return text
      }
    }
    return nil
  }
}
