/// Which texts a collation takes for the same, told from its name.
package struct CollationEquality: Sendable, Equatable {
  /// Compares code points or bytes: texts are the same when they are spelt the same.
  private let isExact: Bool
  private let charset: String?
  /// What the names of collations with the same weights share: `general`, `unicode_520`, `ja_0900`.
  private let family: String
  /// Whether blanks at the end count.
  private let countsBlanks: Bool
  private let tellsAccents: Bool?
  private let tellsCase: Bool
  private let tellsKana: Bool

  /// - Parameter collation: Its name in lower case, as `Charset.normalised` gives it.
  package init(_ collation: String) {
    charset = Charset.ofCollation(collation)
    var words = collation.split(separator: "_").map(String.init)
    if charset != nil { words.removeFirst() }
    isExact = collation == "binary" || words.last == "bin"
    countsBlanks = collation == "binary" || words.contains("nopad") || words.contains("0900")
    tellsAccents = words.contains("as") ? true : words.contains("ai") ? false : nil
    tellsCase = words.contains("cs")
    tellsKana = words.contains("ks")
    family = words.filter { !["as", "ai", "cs", "ci", "ks", "nopad", "bin"].contains($0) }.joined(
      separator: "_")
  }

  /// Whether texts that differ under `old` may be the same under this one, also when they are converted into another
  /// character set. Where that is not known, it is so.
  package func isCoarser(than old: CollationEquality) -> Bool {
    if self == old { return false }
    if old.countsBlanks, !countsBlanks { return true }
    if charset != old.charset, let before = old.charset, Self.withTwins.contains(before) { return true }
    if isExact { return false }
    if old.isExact || !hasWeights(of: old) { return true }
    return (old.tellsAccents ?? false) && !(tellsAccents ?? false) || old.tellsCase && !tellsCase
      || old.tellsKana && !tellsKana
  }

  /// Whether both compare by the same table of weights, each in as much detail as it says.
  private func hasWeights(of old: CollationEquality) -> Bool {
    // Of letters without accents every collation tells all but the cases apart.
    if old.charset == "ascii", old.family == "general" { return true }
    guard family == old.family, (tellsAccents == nil) == (old.tellsAccents == nil) else { return false }
    if charset == old.charset { return true }
    return [charset, old.charset].allSatisfy { $0.map(Self.unicode.contains) ?? true }
  }

  private static let unicode: Set<String> = ["utf8mb3", "utf8mb4", "ucs2", "utf16", "utf16le", "utf32"]
  /// Character sets with several codes for what is one character elsewhere.
  private static let withTwins: Set<String> = ["sjis", "cp932", "ujis", "eucjpms", "big5"]
}
