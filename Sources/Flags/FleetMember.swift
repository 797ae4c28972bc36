import MySQL

/// One server of a target, as a plan sees it.
package struct FleetMember: Sendable {
  package let address: ServerAddress
  package let role: FlagRole
  package let actual: ServerFlags
  package let findings: [FlagFinding]
  package let store: FlagStore
  /// Whether its flags are to be changed, or it only counts for whether another one may take writes.
  package let part: Part
  /// Whether the role stands against what the server says of itself; given by hand, it may.
  package let roleOrigin: RoleOrigin

  package enum Part: Sendable { case changed, watched }
  package enum RoleOrigin: Sendable { case configuration, commandLine, itself }

  package init(
    address: ServerAddress, role: FlagRole, wanted: WantedFlags, actual: ServerFlags, store: FlagStore,
    part: Part = .changed, roleOrigin: RoleOrigin = .configuration
  ) {
    self.address = address
    self.role = role
    self.actual = actual
    self.store = store
    self.part = part
    self.roleOrigin = roleOrigin
    findings = FlagComparison(wanted, role, actual).findings
  }

  /// Why the server's role is not what the configuration says; nil when it is, or was given by hand.
  package var contradiction: (what: String, remedy: String)? {
    roleOrigin == .configuration ? actual.replication.contradiction(of: role) : nil
  }
}
