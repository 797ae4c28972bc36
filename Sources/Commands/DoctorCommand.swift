import Backup
import Basics
import CommandKit
import Configuration
import FoundationEssentials
import MySQL
import Pipeline
import Repository

/// `dbops doctor`
enum DoctorCommand {
  static let command = Command(
    CommandSpec(
      "doctor",
      summary: "checks configuration, servers, privileges, keys and storages, each finding with its fix",
      examples: [
        CommandExample("dbops doctor", "Check everything"),
        CommandExample("dbops doctor --target warehouseDB", "Only one target and the storages"),
      ], exits: [.privilege, .differences, .configuration])
  ) { invocation, context in
    let settings = try context.settings()
    var findings = [Finding(.good, "configuration", try context.configurationFile().path)]
    let names = invocation[GlobalOptions.target].map { [$0] } ?? settings.targets.names
    for name in names { findings += try await examine(name, settings, context) }
    findings += storages(settings)
    findings += keys(settings, context)
    return try report(findings, context)
  }

  private static func examine(
    _ name: String, _ settings: Settings, _ context: CommandContext
  ) async throws -> [Finding] {
    guard let target = try settings.target(named: name).mysql else {
      return [Finding(.doubtful, name, "targets of this type cannot be checked yet")]
    }
    let selection = Selection(databases: target.databases)
    let endpoints = [("primary", target.primary)] + target.replicas.map { ("replica", $0) }
    var findings: [Finding] = []
    for (role, endpoint) in endpoints {
      let subject = "\(name) \(role) \(endpoint.description)"
      do {
        let options = try ServerChoice.options(target, endpoint, settings, context)
        findings += await ServerExamination(subject: subject, source: Source(options), selection: selection)
          .run()
      } catch {
        let failure = OpsError.wrapping(error, as: "cannot connect")
        findings.append(Finding(.bad, subject, failure.message, fix: failure.hint))
      }
    }
    return findings
  }

  private static func storages(_ settings: Settings) -> [Finding] {
    settings.storage.entries.map { entry in
      let subject = "storage \(entry.name)"
      guard case .directory(let folder) = entry.value else {
        return Finding(.doubtful, subject, "this build cannot use storages of type \(entry.value.type)")
      }
      do {
        let store = try DirectoryStore(path: folder.path)
        let repository = try Repository.open(store)
        return Finding(
          .good, subject,
          "repository \(repository.id), \(try store.freeSpace()?.description ?? "unknown space") free")
      } catch {
        let failure = OpsError.wrapping(error, as: "cannot be used")
        return Finding(.bad, subject, failure.message, fix: failure.hint)
      }
    }
  }

  private static func keys(_ settings: Settings, _ context: CommandContext) -> [Finding] {
    guard let encryption = settings.encryption, !encryption.recipients.isEmpty else {
      return [
        Finding(
          .doubtful, "encryption", "backups are stored unencrypted",
          fix: "dbops key generate, then encryption.recipients")
      ]
    }
    do {
      let recipients = try encryption.recipients.map { try KeyFile.publicKey(path: $0) }
      var findings = [Finding(.good, "encryption", "\(recipients.count) recipients")]
      if case .file(let path) = encryption.identity {
        let fits = recipients.contains(try KeyFile.identity(path: path).publicKey)
        findings.append(
          fits
            ? Finding(.good, "identity", path)
            : Finding(
              .bad, "identity", "\(path) fits none of the recipients", fix: "name the identity of a recipient"
            ))
      }
      return findings
    } catch {
      let failure = OpsError.wrapping(error, as: "keys cannot be read")
      return [Finding(.bad, "encryption", failure.message, fix: failure.hint)]
    }
  }

  private static func report(_ findings: [Finding], _ context: CommandContext) throws -> CommandResult {
    for finding in findings {
      let mark = finding.verdict.rawValue
      let padding = String(repeating: " ", count: max(1, 6 - mark.count))
      context.console.show("\(mark)\(padding)\(finding.subject): \(finding.text)")
      if !finding.fix.isEmpty { context.console.show("      fix: \(finding.fix)") }
      context.console.event(
        "finding",
        [
          "verdict": .string(mark.lowercased()), "subject": .string(finding.subject),
          "text": .string(finding.text),
          "fix": .string(finding.fix),
        ])
    }
    let bad = findings.count { $0.verdict == .bad || $0.verdict == .forbidden }
    let exit: ExitCode =
      findings.contains { $0.verdict == .bad } ? .differences : bad > 0 ? .privilege : .ok
    return CommandResult(exit, summary: ["findings": .int(Int64(findings.count)), "bad": .int(Int64(bad))])
  }
}
