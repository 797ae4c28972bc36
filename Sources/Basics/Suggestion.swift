/// The candidate that `word` most likely was meant to be; nil when none is near.
///
/// Near is an edit distance (insertions, deletions, replacements, swaps of neighbours) of at most a
/// third of the word, at least one and at most three.
package func suggestion(for word: String, among candidates: [String]) -> String? {
  let limit = min(3, max(1, word.count / 3))
  let ranked = candidates.map { ($0, editDistance(Array(word.lowercased()), Array($0.lowercased()))) }
  guard let best = ranked.min(by: { $0.1 < $1.1 }) else { return nil }
  if best.1 <= limit { return best.0 }
  // A long enough beginning is as good as a near miss.
  let starting = candidates.filter { word.count >= 3 && $0.lowercased().hasPrefix(word.lowercased()) }
  return starting.count == 1 ? starting.first : nil
}

/// Optimal string alignment distance.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
  for i in 0...left.count { rows[i][0] = i }
  for j in 0...right.count { rows[0][j] = j }
  guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
  for i in 1...left.count {
    for j in 1...right.count {
      let cost = left[i - 1] == right[j - 1] ? 0 : 1
      var best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
      if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
        best = min(best, rows[i - 2][j - 2] + 1)
      }
      rows[i][j] = best
    }
  }
  return rows[left.count][right.count]
}
