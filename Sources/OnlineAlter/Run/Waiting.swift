import Basics

/// Waits until `condition` holds, looking every few milliseconds.
///
/// - Returns: False when `limit` has passed without it.
func holds(within limit: Duration, _ condition: () throws -> Bool) async throws -> Bool {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { return false }
    try await Task.sleep(for: .milliseconds(2))
  }
  return true
}
