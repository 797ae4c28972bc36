import Basics
import CommandKit
import Configuration
import FoundationEssentials
import Pipeline
import Repository

/// `dbops init`
enum InitCommand {
  private static let path = Option(
    "path", value: .directory(), help: "Folder for the repository of a new configuration.")
  private static let name = Option(
    "name", value: .string("TARGET"), default: "shop",
    help: "Name of the first target of a new configuration.")
  private static let noEncryption = Option(
    flag: "no-encryption", help: "Make no keys: backups of a new configuration are stored unencrypted.")

  static let command = Command(
    CommandSpec(
      "init", summary: "makes a configuration, keys and a repository, as far as they are missing",
      discussion: """
        Without a configuration it writes ./dbops.yaml with one target, made from the connection options. Then it \
        makes the keys and repositories that the configuration names and that are not there. Nothing that exists \
        is changed, so it may be run again.
        """,
      examples: [
        CommandExample(
          "dbops init --name shop --socket /run/mysqld/mysqld.sock --user root --path /backup/dbops",
          "Begin from nothing"),
        CommandExample("dbops init --storage local", "Make what a configuration names"),
      ],
      sections: [
        OptionSection("Options", [name, path, noEncryption, StoreOptions.storage]),
        OptionSection(
          "Connection options",
          [ServerOptions.host, ServerOptions.port, ServerOptions.socket, ServerOptions.user]),
      ], rules: [.exclusive([ServerOptions.host, ServerOptions.socket])], exits: [.refused, .configuration])
  ) { invocation, context in
    var made: [String] = []
    if !context.hasConfiguration || context.isMissingFile(context.configOption) {
      made.append(try writeConfiguration(invocation, context))
    }
    let settings = try context.settings()
    if let keys = try makeKeys(settings) { made.append(keys) }
    made += try makeRepositories(settings, invocation)
    for thing in made { context.console.show("made \(thing)") }
    if made.isEmpty { context.console.say("everything is there already") }
    context.console.say(
      "next: dbops doctor, then dbops backup --target \(settings.targets.names.first ?? "NAME")")
    return .ok(["made": .array(made.map { .string($0) })])
  }

  private static func writeConfiguration(_ invocation: Invocation, _ context: CommandContext) throws -> String
  {
    let folder = FileManager.default.currentDirectoryPath
    let file = context.configOption ?? "\(folder)/dbops.yaml"
    var sample = SampleConfiguration()
    sample.target = invocation[name]
    if let socket = invocation[ServerOptions.socket] {
      sample.primary = .socket(path: socket)
    } else if let host = invocation[ServerOptions.host] {
      sample.primary = .tcp(host: host, port: invocation[ServerOptions.port] ?? 3306)
    }
    if let user = invocation[ServerOptions.user] { sample.user = user }
    sample.storagePath = invocation[path] ?? "\(folder)/repository"
    sample.stateDirectory = "\(folder)/state"
    if !invocation[noEncryption] {
      sample.publicKeyPath = "\(folder)/backup.pub"
      sample.identityPath = "\(folder)/backup.key"
    }
    try NewFile.write(sample.text, path: file)
    return "configuration \(file)"
  }

  /// Makes the pair of keys when the configuration names both files and neither is there.
  private static func makeKeys(_ settings: Settings) throws -> String? {
    guard let encryption = settings.encryption, case .file(let identityPath) = encryption.identity,
      let publicPath = encryption.recipients.first,
      !FileManager.default.fileExists(atPath: identityPath),
      !FileManager.default.fileExists(atPath: publicPath)
    else { return nil }
    let identity = try Identity.generate()
    try KeyFile.write(identity, path: identityPath, publicPath: publicPath)
    return "identity \(identityPath) and public key \(publicPath): keep a copy of the identity somewhere else"
  }

  private static func makeRepositories(_ settings: Settings, _ invocation: Invocation) throws -> [String] {
    let wanted = invocation[StoreOptions.storage]
    if wanted != nil { _ = try settings.storage(named: wanted) }
    var made: [String] = []
    for entry in settings.storage.entries where wanted == nil || entry.name == wanted {
      guard case .directory(let folder) = entry.value else { continue }
      let store = try DirectoryStore(path: folder.path, root: .created)
      do {
        _ = try Repository.open(store)
      } catch let error as OpsError where error.code == .notFound {
        let repository = try Repository.create(store)
        made.append("repository \(repository.id) in \(store.location)")
      }
    }
    return made
  }
}
