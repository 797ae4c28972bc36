/// Something that may go wrong, or come to mean something else, when a column's values get a new definition.
package struct ColumnHazard: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Values of an `ENUM` or `SET` are no longer among its members.
    case membersRemoved = "members-removed"
    /// Members stand at other places: numbers and the order change, texts do not.
    case membersReordered = "members-reordered"
    /// Numbers or moments outside of the new range.
    case rangeNarrowed = "range-narrowed"
    /// Texts or bytes longer than the new length.
    case lengthNarrowed = "length-narrowed"
    /// Digits behind the point are rounded away, of numbers or seconds.
    case fractionLost = "fraction-lost"
    case signChanged = "sign-changed"
    /// Characters that the new character set does not have.
    case charsetLoses = "charset-loses"
    /// Bytes become text or text becomes bytes.
    case encodingChanged = "encoding-changed"
    case nullForbidden = "null-forbidden"
    /// Values that were different may be equal under the new collation.
    case collationOnUniqueKey = "collation-on-unique-key"
    /// `FLOAT` or `DOUBLE` on one side.
    case approximateNumber = "approximate-number"
    /// `TIMESTAMP` to or from a type that knows no time zone.
    case timeZone = "time-zone"
    /// Blanks or zero bytes at the end appear or vanish.
    case padding
    /// A value is read as one of a different sort.
    case typeChanged = "type-changed"
    /// Values are replaced by what the new column works out.
    case generatedReplaces = "generated-replaces"
    case counterLost = "counter-lost"
    /// A new `CHECK`, which rows may violate.
    case checkAdded = "check-added"
    /// The new column's default gives another value each time a row is copied.
    case defaultPerCopy = "default-per-copy"
  }

  package enum Severity: String, Sendable {
    /// Some values may not survive. In strict mode the server refuses most of them, which fails the migration.
    case loss
    /// Every value survives, but reads or compares differently.
    case meaning
  }

  package let kind: Kind
  package let severity: Severity
  /// The column's name on the source; for an added one its new name, for a check of the table the check's.
  package let column: String
  /// What may happen, as a clause.
  package let text: String
}
