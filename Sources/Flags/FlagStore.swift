/// How a value can outlive a server's next start.
package enum FlagStore: Sendable, Equatable {
  /// The server keeps it: SET PERSIST.
  case server
  /// An option file of ours, which the server reads when it starts.
  ///
  /// - Parameter outdone: Variables that stand behind it in another file, which wins.
  case file(path: String, outdone: Set<String> = [])
  /// It cannot be stored from here; why.
  case none(String)
}
