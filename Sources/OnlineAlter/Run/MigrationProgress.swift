import Basics
import MySQL
import Synchronization

/// How far a migration is; written by its phases, read by whoever shows it. From any thread.
package final class MigrationProgress: Sendable {
  package enum Phase: String, Sendable {
    case preparing
    case waiting = "waiting for prepared transactions"
    case copying = "copying rows"
    case indexing = "building indexes"
    case comparing = "comparing rows"
    case postponing = "postponing cut-over"
    case exchanging = "exchanging the tables"
    case tidying = "tidying up"
    case done
  }

  /// A moment's reading.
  package struct Reading: Sendable {
    package var phase: Phase
    /// Nil until the log is read.
    package var ledger: MigrationLedger.Reading?
    /// Rows of the source: an estimate unless they were counted; 0 while unknown.
    package var total: Int64
    package var isCounted: Bool
    package var elapsed: Duration
    /// Since the first row was copied, up to the last.
    package var copying: Duration
    /// Rows that were in the ghost table when this run began.
    package var copiedBefore: Int64
    /// Rows of the source compared so far, of `total`.
    package var compared: Int64
    package var cutOverAttempts: Int
  }

  private struct State {
    var phase = Phase.preparing
    var ledger: MigrationLedger?
    var total: Int64 = 0
    var isCounted = false
    let began = ContinuousClock.now
    var copyBegan: ContinuousClock.Instant?
    var copyEnded: ContinuousClock.Instant?
    var copiedBefore: Int64 = 0
    var compared: Int64 = 0
    var attempts = 0
    var isExchanging = false
  }

  private let state = Mutex(State())

  package init() {}

  package var reading: Reading {
    state.withLock { state in
      let now = ContinuousClock.now
      return Reading(
        phase: state.phase, ledger: state.ledger?.reading, total: state.total, isCounted: state.isCounted,
        elapsed: now - state.began,
        copying: state.copyBegan.map { (state.copyEnded ?? now) - $0 } ?? .zero,
        copiedBefore: state.copiedBefore, compared: state.compared, cutOverAttempts: state.attempts)
    }
  }

  func begin(_ phase: Phase) {
    state.withLock { state in
      if phase == .copying { state.copyBegan = .now }
      if state.phase == .copying, phase != .copying { state.copyEnded = .now }
      state.phase = phase
    }
  }

  func follow(_ ledger: MigrationLedger, copiedBefore: Int64) {
    state.withLock { state in
      state.ledger = ledger
      state.copiedBefore = copiedBefore
    }
  }

  func estimate(_ rows: Int64) { state.withLock { if !$0.isCounted { $0.total = rows } } }

  func counted(_ rows: Int64) {
    state.withLock { state in
      state.total = rows
      state.isCounted = true
    }
  }

  func compareAnew() { state.withLock { $0.compared = 0 } }

  func compared(_ rows: Int64) { state.withLock { $0.compared += rows } }

  /// Whether the tables are being exchanged at this moment.
  var isExchanging: Bool { state.withLock { $0.isExchanging } }

  func duringExchange<Value>(_ body: () async throws -> Value) async throws -> Value {
    state.withLock { $0.isExchanging = true }
    defer { state.withLock { $0.isExchanging = false } }
    return try await body()
  }

  func attempted() { state.withLock { $0.attempts += 1 } }
}

extension MigrationProgress.Reading {
  package var copied: Int64 { ledger?.copied ?? copiedBefore }

  /// Of the rows to copy; 1 when all are copied. Nil while the number is unknown.
  package var ratio: Double? {
    if ledger?.isCopied == true { return 1 }
    guard total > 0 else { return nil }
    return min(Double(copied) / Double(max(total, copied)), 0.9999)
  }

  /// The time that copying will still take, from what was copied in this run; nil before 1 %.
  package var remaining: Duration? {
    guard let ratio else { return nil }
    if ratio >= 1 { return .zero }
    let done = copied - copiedBefore
    guard done > 0, ratio >= 0.01, total > copied else { return nil }
    return copying * (Double(total - copied) / Double(done))
  }
}
