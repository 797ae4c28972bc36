import Basics

/// The rate of the last ten seconds, from samples half a second or more apart.
package struct RateWindow: Sendable {
  private var samples: [(elapsed: Duration, done: Int64)] = [(.zero, 0)]

  package init() {}

  /// Takes a sample and gives the rate up to it; nil in the first half second.
  package mutating func rate(done: Int64, at elapsed: Duration) -> Double? {
    while samples.count > 1, let second = samples.dropFirst().first, elapsed - second.elapsed > .seconds(10) {
      samples.removeFirst()
    }
    guard let first = samples.first, let last = samples.last else { return nil }
    // Work taken up again starts above zero; what was done before is no speed.
    if elapsed - last.elapsed >= .milliseconds(500) { samples.append((elapsed, done)) }
    let span = (elapsed - first.elapsed).inSeconds
    guard span >= 0.5 else { return nil }
    return max(0, Double(done - first.done) / span)
  }
}
