import MySQL

/// The steps that take a server out of use for writes, or into it.
///
/// What is in force changes at once. What is stored for the next start follows: a server that was made read-only must not
/// come back from a crash and take writes beside its successor.
extension ServerFlags {
  private static let names = ["read_only", "super_read_only"]

  /// What keeps everybody but replication from writing.
  ///
  /// - Parameters:
  ///   - before: What the variables are to be again when the steps are taken back; nil as they are.
  ///   - member: The server's place among those of the run.
  package func closing(
    _ address: ServerAddress, store: FlagStore, member: Int, before: [String: String]? = nil
  ) -> [FlagStep] {
    Self.names.flatMap { name -> [FlagStep] in
      guard var flag = self[name] else { return [] }
      if let value = before?[name] {
        let afterRestart = flag.afterRestart
        flag = ActualFlag(name, value)
        flag.afterRestart = afterRestart
      }
      return steps(flag, to: FlagValue("ON"), address, store, member, stores: true)
    }
  }

  /// What lets everybody write. It is stored only where something else is stored: an option file that says read_only on
  /// every server is somebody's choice.
  package func opening(_ address: ServerAddress, store: FlagStore, member: Int) -> [FlagStep] {
    Self.names.reversed().flatMap { name -> [FlagStep] in
      guard let flag = self[name] else { return [] }
      var isStored = false
      if case .stored(let value) = flag.afterRestart { isStored = value.truth != false }
      return steps(flag, to: FlagValue("OFF"), address, store, member, stores: isStored)
    }
  }

  private func steps(
    _ flag: ActualFlag, to value: FlagValue, _ address: ServerAddress, _ store: FlagStore, _ member: Int,
    stores: Bool
  ) -> [FlagStep] {
    var actions: [FlagStep.Action] = [.set]
    if stores {
      switch store {
      case .server: actions = [.setAndStore]
      case .file(_, let outdone): if !outdone.contains(flag.name) { actions.append(.write) }
      case .none: break
      }
    }
    return actions.compactMap { FlagStep($0, flag, to: value, member: member, address: address) }
  }
}
