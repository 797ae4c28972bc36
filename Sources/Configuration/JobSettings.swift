/// Something done again and again.
package struct JobSettings: Sendable, Equatable {
  package enum Action: String, Sendable, CaseIterable {
    case backup, archive, verify, prune, rehearse
  }

  package enum VerifyLevel: String, Sendable, CaseIterable {
    case manifest, data, restore
  }

  /// When it is done.
  package enum Schedule: Sendable, Equatable {
    case at(CronSchedule)
    case every(Duration)
  }

  package var action = Action.backup
  package var targets: [String] = []
  /// Exactly one of this and `every` is set.
  package var at: CronSchedule?
  package var every: Duration?
  /// Each start is put off by a random time up to this.
  package var jitter = Duration.zero
  /// Empty means all storages.
  package var storage: [String] = []
  /// Nil is `data`; set for `verify` alone.
  package var level: VerifyLevel?
  /// The rehearsal fails when restoring takes longer.
  package var recoveryTime: Duration?
  /// The rehearsal fails when more than this is lost.
  package var recoveryPoint: Duration?

  init() {}

  /// Nil only for settings that were not read from a file.
  package var schedule: Schedule? {
    at.map { .at($0) } ?? every.map { .every($0) }
  }
}

extension JobSettings {
  static let section = Section(
    initial: JobSettings(),
    fields: [
      Field("do", \.action, .choice, "What is done.").example("backup").required,
      Field(
        "targets", \.targets, .set(of: .reference(to: .target), atLeast: 1), "The targets it is done for."
      )
      .example("[shop]").required,
      Field("at", \.at, .cron, "When, as minute, hour, day, month, weekday. Either this or `every`.")
        .example("\"0 2 * * *\"").standard("none"),
      Field(
        "every", \.every, .duration(.seconds(1) ... .seconds(2_678_400)),
        "The time from one start to the next. Either this or `at`."
      )
      .example("30s").standard("none"),
      Field(
        "jitter", \.jitter, .duration(.zero ... .seconds(86_400)),
        "Each start is put off by a random time up to this."
      )
      .example("10m"),
      Field("storage", \.storage, .set(of: .reference(to: .storage)), "Where the result is kept.")
        .example("[local]").standard("all storages"),
      Field("level", \.level, .choice, "For `do: verify`: how much is checked.").example("data").standard(
        "data"),
      Field(
        "rto", \.recoveryTime, .duration(.seconds(1) ... .seconds(2_678_400)),
        "For `do: rehearse`: restoring may take this long."
      )
      .example("60m").standard("not judged"),
      Field(
        "rpo", \.recoveryPoint, .duration(.zero ... .seconds(2_678_400)),
        "For `do: rehearse`: changes of this long may be lost."
      )
      .example("60s").standard("not judged"),
    ],
    rules: { job, node, reading in
      if (job.at == nil) == (job.every == nil) {
        reading.report(
          "needs either at or every", at: node.position,
          hint: "for example `at: \"0 2 * * *\"` or `every: 30s`")
      }
      for (name, action) in [("rto", Action.rehearse), ("rpo", .rehearse), ("level", .verify)] {
        guard let member = node.member(name), job.action != action else { continue }
        reading.report("\(name) is for `do: \(action.rawValue)` alone", at: member.position)
      }
    })
}
