import MySQL
import Schema

/// Makes views on the target.
///
/// Views stand on views, and what they are is decided when they are made: one made over a stand-in of other columns
/// would lose its algorithm or its check option. So those that cannot be made yet wait until the others are.
struct ViewWriter: Sendable {
  private typealias Failure = (view: RestorePlan.Program, failure: SQLFailure)

  private let writer: ProgramWriter
  private let plan: RestorePlan

  init(_ plan: RestorePlan, ledger: RestoreLedger) {
    self.plan = plan
    writer = ProgramWriter(ledger: ledger)
  }

  /// Makes the plan's views.
  ///
  /// - Returns: The views that cannot be made here: broken on the source too, or standing on what the restore does
  ///   not bring and the server has not got.
  /// - Throws: `SQLFailure` of a view for which neither is true.
  func make(_ connection: isolated Connection) throws -> [MissingView] {
    let views = plan.programs(.view)
    var failures = try rounds(of: views, connection) { $0.create }.failures
    if failures.contains(where: { Self.isAboutOwners($0.failure) }) {
      failures = try makeWithoutOwners(views, connection)
    }
    let missing = Set(failures.map(\.view.target))
    let brought = Set((plan.tables.map(\.target) + plan.programs.map(\.target))).subtracting(missing)
    for (view, failure) in failures where !view.program.isBrokenView {
      guard MissingView.isAbout(failure, notAmong: brought, plan.databases.map(\.name)) else { throw failure }
    }
    return failures.map { MissingView(name: $0.view.target, why: $0.failure.text) }
  }

  /// A server takes no view on a view whose definer does not exist there or may not read what it stands on. But it
  /// lets those who are under it lose their rights later: so all are made as the restoring account's own, and then,
  /// those above first, as what they are.
  private func makeWithoutOwners(
    _ views: [RestorePlan.Program], _ connection: isolated Connection
  ) throws -> [Failure] {
    let (made, failures) = try rounds(of: views, connection) { Self.withoutOwner($0.create) }
    for view in made.reversed() { try writer.make(view: view, as: view.create, connection) }
    return failures
  }

  /// Tries again and again until no more views can be made.
  private func rounds(
    of views: [RestorePlan.Program], _ connection: isolated Connection,
    _ create: (RestorePlan.Program) -> [UInt8]
  ) throws -> (made: [RestorePlan.Program], failures: [Failure]) {
    var made: [RestorePlan.Program] = []
    var left = views
    while true {
      var failures: [Failure] = []
      for view in left {
        do {
          try writer.make(view: view, as: create(view), connection)
          made.append(view)
        } catch let error as SQLFailure where error.kind != .connectionLost {
          failures.append((view, error))
        }
      }
      guard !failures.isEmpty, failures.count < left.count else { return (made, failures) }
      left = failures.map(\.view)
    }
  }

  private static func isAboutOwners(_ failure: SQLFailure) -> Bool {
    let (noSuchDefiner, invalidView) = (1449, 1356)
    return failure.number == noSuchDefiner || failure.number == invalidView
  }

  /// The definition of a view that belongs to the account that makes it, and has the rights of who reads it.
  static func withoutOwner(_ create: [UInt8]) -> [UInt8] {
    let tokens = SQLLexer.tokens(of: create)
    guard let definer = tokens.first(where: { $0.keyword(in: create) == "DEFINER" }),
      let security = tokens.firstIndex(where: { $0.keyword(in: create) == "SECURITY" }),
      security + 1 < tokens.count, definer.range.lowerBound < tokens[security].range.lowerBound
    else { return create }
    return create[..<definer.range.lowerBound] + Array("SQL SECURITY INVOKER".utf8)
      + create[tokens[security + 1].range.upperBound...]
  }
}
