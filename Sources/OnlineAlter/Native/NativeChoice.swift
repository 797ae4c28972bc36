import MySQL
import Schema

/// Which of a server's own algorithms may be tried for a statement, and why not the others.
package struct NativeChoice: Sendable, Equatable {
  /// In the order in which they are tried; empty when the table is to be rebuilt in any case.
  package let algorithms: [NativeAlgorithm]
  /// Why nothing more may be tried, as a clause; nil when only the server decides.
  package let reason: String?

  /// - Parameter source: The table as it is now.
  package init(_ statement: AlterStatement, source: TableSchema, server: ServerInfo) {
    if let reason = Self.wishForRebuild(statement, source) {
      (algorithms, self.reason) = ([], reason)
      return
    }
    let judge = MetadataJudge(source: source, flavour: server.flavour)
    let reason = statement.specifications.lazy.compactMap(judge.reasonAgainst).first
    let second: NativeAlgorithm? =
      switch server.flavour {
      case .mysql: .inplace
      case .mariadb: server.hasInstantAlter ? .nocopy : nil
      }
    // Partitions are never added instantly.
    let hasInstant = server.hasInstantAlter && !statement.touchesPartitions
    var algorithms: [NativeAlgorithm] = hasInstant ? [.instant] : []
    if let second, reason == nil { algorithms.append(second) }
    let allowed = Self.allowed(by: statement.requestedAlgorithm, server.flavour)
    self.algorithms = algorithms.filter(allowed.contains)
    self.reason = self.algorithms == algorithms ? reason : "the statement asks for another algorithm"
  }

  /// Whoever writes one of these wants the rows to be written anew, or to go where a rebuild puts them.
  private static func wishForRebuild(_ statement: AlterStatement, _ source: TableSchema) -> String? {
    for specification in statement.specifications {
      switch specification.kind {
      case .force: return "FORCE asks for a rebuild"
      case .orderBy: return "ORDER BY asks for a rebuild"
      case .validation: return "the rows are to be validated"
      case .algorithm("COPY"): return "ALGORITHM=COPY asks for a rebuild"
      case .option(let name, _) where !harmlessOptions.contains(name): return "\(name) asks for a rebuild"
      case .partitioning(let what) where !isMetadata(what, source): return "rows move between partitions"
      default: continue
      }
    }
    return nil
  }

  private static func isMetadata(_ what: AlterSpecification.Partitioning, _ source: TableSchema) -> Bool {
    let by = source.options.partitioning?.uppercased() ?? ""
    // Of hashed partitions each one more takes rows from the others.
    return what == .add && (by.hasPrefix("PARTITION BY RANGE") || by.hasPrefix("PARTITION BY LIST"))
  }

  /// Options of a table that say nothing about how its rows are stored.
  private static let harmlessOptions: Set<String> = [
    "AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHARSET", "CHECKSUM", "COLLATE", "COMMENT", "DELAY_KEY_WRITE",
    "MAX_ROWS", "MIN_ROWS", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES",
  ]

  private static func allowed(
    by requested: String?, _ flavour: ServerInfo.Flavour
  ) -> [NativeAlgorithm] {
    switch requested {
    case nil, "DEFAULT": NativeAlgorithm.allCases
    case "INSTANT": [.instant]
    // MariaDB takes the word for the most that may be done, MySQL for what is to be done.
    case "NOCOPY": [.instant, .nocopy]
    case "INPLACE": flavour == .mariadb ? [.instant, .nocopy] : [.inplace]
    default: []
    }
  }
}
