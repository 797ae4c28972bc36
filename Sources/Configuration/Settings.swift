import Basics

/// All settings of one configuration file, checked and with their defaults filled in.
package struct Settings: Sendable, Equatable {
  package var version = 0
  package var defaults = DefaultSettings()
  package var state = StateSettings()
  package var targets = NamedSettings<TargetSettings>()
  package var storage = NamedSettings<StorageSettings>()
  /// Nil leaves backups unencrypted.
  package var encryption: EncryptionSettings?
  /// Nil keeps every backup.
  package var retention: RetentionSettings?
  package var jobs = NamedSettings<JobSettings>()
  package var notify = NotifySettings()
  package var serve = ServeSettings()
  package var scratch = ScratchSettings()

  init() {}
}

extension Settings {
  static let section = Section(
    initial: Settings(),
    fields: [
      Field("version", \.version, .integer(1...1), "The version of this file's form.").example("1").required,
      Field(
        "defaults", \.defaults, DefaultSettings.section.shape,
        "What targets and jobs take over unless they say otherwise."
      )
      .example("{tls: verify-identity}"),
      Field("state", \.state, StateSettings.section.shape, "Where dbops keeps its own files.")
        .example("{dir: /var/lib/dbops}"),
      Field(
        "targets", \.targets, .named(TargetSettings.shape, pattern: .plain),
        "The systems that dbops looks after, by name."
      )
      .example("{shop: {type: mysql, primary: db1.internal}}").standard("none"),
      Field(
        "storage", \.storage, .named(StorageSettings.shape, pattern: .plain),
        "The places where backups are kept, by name."
      )
      .example("{local: {type: directory, path: /backup/dbops}}").standard("none"),
      Field("encryption", \.encryption, EncryptionSettings.section.shape, "Who can read the backups.")
        .example("{recipients: [/etc/dbops/backup.pub]}").standard("backups are not encrypted"),
      Field(
        "retention", \.retention, RetentionSettings.section.shape,
        "Which backups `backups prune` keeps. A backup that any rule keeps stays."
      )
      .example("{last: 3, daily: 7}").standard("all are kept"),
      Field(
        "jobs", \.jobs, .named(JobSettings.section.shape, pattern: .plain),
        "What is done again and again, by name."
      )
      .example("{nightly: {do: backup, targets: [shop], at: \"0 2 * * *\"}}").standard("none"),
      Field("notify", \.notify, NotifySettings.section.shape, "Who is told about runs.")
        .example("{ping: {url: \"https://hc.example.com/abc\"}}"),
      Field("serve", \.serve, ServeSettings.section.shape, "The metrics and the status page.")
        .example("{listen: \"127.0.0.1:9180\"}"),
      Field(
        "scratch", \.scratch, ScratchSettings.section.shape,
        "The server programs with which restores are tried out."
      )
      .example("{mysqld: /usr/sbin/mysqld}"),
    ])
}

extension Settings {
  /// The target called `name`.
  ///
  /// - Throws: `OpsError` `notFound`, with the names there are.
  package func target(named name: String) throws(OpsError) -> TargetSettings {
    if let target = targets[name] { return target }
    throw Self.missing("target", name, among: targets.names, section: "targets")
  }

  /// The storage called `name`; the only or first one when nil.
  ///
  /// - Throws: `OpsError` `notFound`, with the names there are.
  package func storage(named name: String?) throws(OpsError) -> NamedSettings<StorageSettings>.Entry {
    if let entry = storage.entries.first(where: { name == nil || $0.name == name }) { return entry }
    guard let name else {
      throw OpsError(
        .configuration, "there is no storage", why: "the configuration has none",
        hint: "add `storage: {local: {type: directory, path: /backup/dbops}}`")
    }
    throw Self.missing("storage", name, among: storage.names, section: "storage")
  }

  private static func missing(
    _ kind: String, _ name: String, among names: [String], section: String
  ) -> OpsError {
    var hint = names.isEmpty ? "add it under `\(section):`" : "there are: \(names.joined(separator: ", "))"
    if let near = suggestion(for: name, among: names) { hint = "did you mean \(near)?" }
    return OpsError(.notFound, "no \(kind) is called \(name)", hint: hint)
  }
}
