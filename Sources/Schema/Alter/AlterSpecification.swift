/// One of the changes that an `ALTER TABLE` asks for.
package struct AlterSpecification: Sendable, Equatable {
  /// Whether the change is left out where its object is missing, or there already.
  package enum Condition: Sendable, Equatable { case always, ifExists, ifNotExists }

  /// Where a column is put.
  package enum Position: Sendable, Equatable {
    /// At the end when it is new, else where it was.
    case unchanged
    case first
    case after(String)
  }

  package enum ColumnAlteration: Sendable, Equatable {
    case setDefault(ColumnSchema.Default)
    case dropDefault
    case setVisible, setInvisible
  }

  package enum Partitioning: String, Sendable {
    /// `PARTITION BY …`.
    case define
    /// `REMOVE PARTITIONING`.
    case remove
    case add, coalesce, reorganize, rebuild, upgrade
  }

  package enum Kind: Sendable, Equatable {
    case addColumn(AlteredColumn, Condition)
    case dropColumn(String, Condition)
    case changeColumn(String, to: AlteredColumn, Condition)
    case modifyColumn(AlteredColumn, Condition)
    case renameColumn(String, to: String, Condition)
    case alterColumn(String, ColumnAlteration, Condition)
    /// Any index, the primary key included.
    case addKey(KeySchema, Condition)
    case addForeignKey(ForeignKeySchema, Condition)
    case addCheck(CheckSchema, Condition)
    case dropPrimaryKey
    case dropKey(String, Condition)
    case dropForeignKey(String, Condition)
    /// `DROP CONSTRAINT` or `DROP CHECK`: a check, or with the former also a key or a foreign key.
    case dropConstraint(String, Condition)
    case renameKey(String, to: String, Condition)
    /// Shows or hides an index.
    case alterKey(String, isVisible: Bool)
    case alterConstraint(String, isEnforced: Bool)
    case addPeriod(PeriodSchema)
    case dropPeriod(String)
    case addSystemVersioning
    case dropSystemVersioning
    /// Name in upper case, `CHARSET` in each of its spellings; value without quotes.
    case option(String, String)
    /// The collation is nil when only the character set was given; both are nil for `DEFAULT`.
    case convert(charset: String?, collation: String?)
    case orderBy
    /// A rebuild that changes nothing.
    case force
    /// `ALGORITHM=…`, upper case.
    case algorithm(String)
    /// `LOCK=…`, upper case.
    case lock(String)
    /// MySQL's `WITH VALIDATION` or `WITHOUT VALIDATION`.
    case validation
    case partitioning(Partitioning)
  }

  /// What stands before a change.
  enum Joint: Sendable, Equatable { case comma, blank }

  package let kind: Kind
  /// In one normal layout, without comments.
  package let text: String
  let joint: Joint
}

/// A column as `ADD`, `CHANGE` or `MODIFY` define it.
package struct AlteredColumn: Sendable, Equatable {
  package enum InlineKey: Sendable, Equatable { case none, unique, primary }

  /// The new definition. Character set and collation are nil where the table's are meant.
  package let column: ColumnSchema
  /// A key that is added with it: `id INT PRIMARY KEY`.
  package let inlineKey: InlineKey
  /// A foreign key that is added with it.
  package let references: ForeignKeySchema?
  package let position: AlterSpecification.Position
}
