import Basics
import MySQL

/// Whether the server can alter a table by itself without rebuilding it.
package enum NativePlan: Sendable, Equatable {
  /// So it seems from an empty copy; the table itself may have come to a limit that the copy has not.
  case possible(NativeAlgorithm)
  case rebuildNeeded(why: String)

  /// `INSTANT`, or `rebuild needed: …`, for people.
  package var text: String {
    switch self {
    case .possible(let algorithm): algorithm.rawValue
    case .rebuildNeeded(let why): "rebuild needed: \(why)"
    }
  }
}

extension SQLFailure {
  /// The server cannot do the statement with the algorithm or the lock it was given, and has done nothing.
  var refusesAlgorithm: Bool {
    // The last one is of MySQL: columns were changed instantly too often.
    [1221, 1235, 1800, 1845, 1846, 4092].contains(number)
  }

  /// The server's reason for that, without the advice behind it; nil when it gives none.
  var refusalReason: String? {
    if number == 4092 { return text }
    guard let start = text.firstRange(of: "Reason: ")?.upperBound else { return nil }
    let reason = text[start...]
    return String(reason.firstRange(of: ". Try").map { reason[..<$0.lowerBound] } ?? reason)
  }
}
