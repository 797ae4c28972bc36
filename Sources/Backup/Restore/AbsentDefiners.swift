import MySQL

/// Accounts in whose name views and programs run that the target has not got.
///
/// Servers make them all the same, and refuse to run them.
struct AbsentDefiners: Sendable {
  private let definers: [String]

  init(of programs: [RestorePlan.Program]) {
    definers = Set(programs.compactMap { DefinerPrivileges.definer(of: $0.program) }).sorted()
  }

  /// A sentence for each account that is missing; none where the list of accounts may not be read.
  func remarks(_ connection: isolated Connection) throws -> [String] {
    guard !definers.isEmpty else { return [] }
    do {
      let rows = try connection.query("SELECT User AS u, Host AS h FROM mysql.user")
      let there = Set(rows.map { "\($0["u"].string ?? "")@\(($0["h"].string ?? "").lowercased())" })
      return definers.filter { !there.contains(Self.stored($0)) }.map {
        "there is no account \($0): the views and programs that run in its name wait for it to be made"
      }
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return []
    }
  }

  /// Servers keep names of hosts in lower case.
  private static func stored(_ definer: String) -> String {
    guard let at = definer.lastIndex(of: "@") else { return definer }
    return definer[..<at] + definer[at...].lowercased()
  }
}
