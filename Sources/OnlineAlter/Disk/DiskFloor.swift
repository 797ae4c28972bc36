import Basics

/// How much of the server's file system must stay free.
package enum DiskFloor: Sendable, Equatable {
  /// 5 % of the file system, but no more than 10 GiB.
  case standard
  case bytes(ByteCount)
  /// A share of the file system, from 0 to 1.
  case share(Double)

  private static let standardShare = 0.05
  private static let standardLimit = ByteCount.gibibytes(10)

  /// - Parameter text: `20G`, `5%`; `0` lets the file system fill up.
  /// - Throws: `OpsError` `usage`.
  package init(parsing text: String) throws {
    if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0..<100).contains(percent) {
      self = .share(percent / 100)
    } else if let count = ByteCount(text: text) {
      self = .bytes(count)
    } else {
      throw OpsError(
        .usage, "cannot read --min-free-disk '\(text)'", why: "it is neither a size nor a share",
        hint: "write a size such as 20G, or a share of the file system such as 5%")
    }
  }

  package func bytes(of total: ByteCount) -> ByteCount {
    switch self {
    case .standard: min(Self.share(Self.standardShare).bytes(of: total), Self.standardLimit)
    case .bytes(let count): count
    case .share(let share): ByteCount(Int64(Double(total.bytes) * share))
    }
  }
}
