import Basics

extension Catalog {
  /// Keeps the outcome of a verification.
  package func record(_ verification: CatalogVerification) throws {
    try transaction { database in
      _ = try database.run(
        """
        INSERT INTO verifications (repository, target, backup, level, at, problems, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(verification.repository), .text(verification.target), .text(verification.backup.description),
          .text(verification.level), .int(verification.at.microseconds), .int(verification.problems),
          .text(verification.detail),
        ])
    }
  }

  /// The verifications of one backup, newest first.
  package func verifications(repository: String, target: String, backup: BackupID) throws
    -> [CatalogVerification]
  {
    try query(
      """
      SELECT level, at, detail FROM verifications WHERE repository = ? AND target = ? AND backup = ?
      ORDER BY at DESC, rowid DESC
      """,
      [.text(repository), .text(target), .text(backup.description)]
    ).map { row in
      let cells = CatalogCells(row: row)
      let problems = try cells.text(2).split(separator: "\n").map(String.init)
      return CatalogVerification(
        repository: repository, target: target, backup: backup, level: try cells.text(0),
        at: try cells.moment(1),
        problems: problems)
    }
  }

  /// Writes a run into the journal, or replaces what is there of it: once at its start, once at its end.
  package func record(_ run: CatalogRun) throws {
    try transaction { database in
      _ = try database.run(
        """
        INSERT OR REPLACE INTO runs (run, command, target, started, finished, exit_code, summary)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(run.run.description), .text(run.command), .text(run.target), .int(run.started.microseconds),
          run.finished.map { .int($0.microseconds) } ?? .null, run.exitCode.map { .int($0) } ?? .null,
          .text(run.summary),
        ])
    }
  }

  /// The last runs, newest first.
  ///
  /// - Parameter limit: 100 by default.
  package func runs(limit: Int = 100) throws -> [CatalogRun] {
    try query(
      """
      SELECT run, command, target, started, finished, exit_code, summary FROM runs
      ORDER BY started DESC, run DESC LIMIT ?
      """,
      [.int(Int64(limit))]
    ).map { row in
      let cells = CatalogCells(row: row)
      guard let id = RunID(text: try cells.text(0)) else { throw cells.invalid() }
      var run = CatalogRun(
        run: id, command: try cells.text(1), target: try cells.text(2), started: try cells.moment(3))
      run.finished = try cells.isNull(4) ? nil : cells.moment(4)
      run.exitCode = row[5].int
      run.summary = try cells.text(6)
      return run
    }
  }
}
