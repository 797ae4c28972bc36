import Basics
import MySQL

/// What has to be done so that a table becomes what is asked for.
package enum AlterOutlook: Sendable {
  /// The server does it by itself, without a rebuild.
  case native(NativeAlgorithm)
  /// The table is rebuilt.
  ///
  /// - Parameter why: Why the server does not do it by itself; nil where that was not asked for.
  case rebuild(AlterPlan, why: String?)
  /// An earlier run of the same migration has exchanged the tables, and was cut off before it tidied up.
  case exchanged
}
