import Basics

/// The table that an ALTER is for, and how the server will read the text.
package struct AlterContext: Sendable, Equatable {
  package var database: String
  package var table: String
  /// What quotes mean; the servers' default if not set.
  package var quoting = SQLQuoting.standard
  /// Decides which versioned comments count; without it all of them do.
  package var server: SQLServer?

  package init(database: String, table: String) {
    self.database = database
    self.table = table
  }
}

/// What a user asks for with `ALTER TABLE`, cut into single changes.
package struct AlterStatement: Sendable, Equatable {
  /// In the order in which they were given; `ADD (a …, b …)` is told as several.
  package let specifications: [AlterSpecification]

  /// - Parameter text: The changes, with or without `ALTER TABLE name` before them.
  /// - Throws: `OpsError` `usage` with the offending text when it is more or other than changes of this one
  ///   table, or something that a rebuild cannot do.
  package init(parsing text: String, in context: AlterContext) throws {
    var reader = try AlterReader(text, in: context)
    specifications = try reader.specifications()
  }

  /// The whole statement, to be run on the table `quotedName`; `ALGORITHM` and `LOCK` of the user left out.
  ///
  /// - Parameters:
  ///   - quotedName: The table, quoted.
  ///   - modifiers: What is demanded of the server, such as `ALGORITHM=INSTANT`; none by default.
  ///   - checkNames: Checks that have another name on that table; see ``CheckNames``.
  package func text(
    on quotedName: String, modifiers: [String] = [], checkNames: [String: String] = [:]
  ) -> String {
    var text = "ALTER TABLE \(quotedName) " + modifiers.joined(separator: ", ")
    var isFirst = modifiers.isEmpty
    for specification in specifications where !specification.isModifier {
      if !isFirst { text += specification.joint == .comma ? ", " : " " }
      text += specification.text(checkNames: checkNames)
      isFirst = false
    }
    return text
  }
}

extension AlterSpecification {
  /// Tells how to alter and not what.
  package var isModifier: Bool {
    switch kind {
    case .algorithm, .lock: true
    default: false
    }
  }

  /// The change with the name that a check has on the table it is run on.
  fileprivate func text(checkNames: [String: String]) -> String {
    func other(_ name: String) -> String? {
      checkNames.first { $0.key.namesSame(as: name) }.map { FoldedName.quoted($0.value) }
    }
    switch kind {
    case .dropConstraint(let name, _):
      return other(name).map { "DROP CONSTRAINT \($0)" } ?? text
    case .alterConstraint(let name, let isEnforced):
      return other(name).map { "ALTER CONSTRAINT \($0) \(isEnforced ? "" : "NOT ")ENFORCED" } ?? text
    default: return text
    }
  }
}
