/// Finds secrets in a command line as the kernel keeps it: words, each ended by a zero byte.
package struct ArgumentBlanking: Sendable {
  private let names: Set<String>

  /// - Parameter names: Long option names without dashes.
  package init(names: Set<String>) { self.names = names }

  /// The ranges of the values, and the names they were given for.
  package func ranges(in memory: [UInt8]) -> (ranges: [Range<Int>], names: [String]) {
    var ranges: [Range<Int>] = []
    var found: [String] = []
    var start = 0
    var awaited: String?
    for word in memory.split(separator: 0, omittingEmptySubsequences: false) {
      defer { start += word.count + 1 }
      if let name = awaited {
        awaited = nil
        ranges.append(start..<start + word.count)
        found.append(name)
        continue
      }
      if word.elementsEqual("--".utf8) { break }
      guard word.first == UInt8(ascii: "-") else { continue }
      let body = word.drop { $0 == UInt8(ascii: "-") }
      let name = String(decoding: body.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      guard names.contains(name) else { continue }
      guard let sign = body.firstIndex(of: UInt8(ascii: "=")) else {
        awaited = name
        continue
      }
      ranges.append(start + (sign - word.startIndex) + 1..<start + word.count)
      found.append(name)
    }
    return (ranges.filter { !$0.isEmpty }, found)
  }
}
