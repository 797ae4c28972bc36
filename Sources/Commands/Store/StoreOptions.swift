import Basics
import CommandKit
import Configuration
import Pipeline
import Repository

/// The options that name a repository and its keys.
enum StoreOptions {
  static let storage = Option(
    "storage", value: .string("NAME"), help: "Storage of the configuration; the first one by default.")
  static let repository = Option(
    "repository", value: .directory(),
    help: "Folder of the repository, instead of a storage of the configuration.")
  static let recipient = Option(
    "recipient", repeating: .file(), help: "Public key file to encrypt for; may be repeated.")
  static let identity = Option(
    "identity", repeating: .file(), help: "Identity file that opens encrypted backups; may be repeated.")

  static let rules: [OptionRule] = [.exclusive([storage, repository])]
}

/// Opens the repository and keys that the command line and the configuration name.
struct StoreChoice: Sendable {
  let invocation: Invocation
  let context: CommandContext

  /// The configuration; nil when there is none and `--repository` makes it unnecessary.
  func settings() throws -> Settings? {
    if invocation[StoreOptions.repository] != nil, !context.hasConfiguration { return nil }
    return try context.settings()
  }

  /// - Throws: `OpsError` `notFound` when there is no repository, `refused` for a kind of store this build lacks.
  func open() throws -> Repository {
    try Repository.open(try store(root: .existing), log: context.log)
  }

  /// The repository that the line names; without a name, those of all folders of the configuration.
  func openAll() throws -> [Repository] {
    guard invocation[StoreOptions.repository] == nil, invocation[StoreOptions.storage] == nil else {
      return [try open()]
    }
    return try context.settings().storage.entries.compactMap { entry in
      guard case .directory = entry.value else { return nil }
      return try Repository.open(try Self.store(entry, root: .existing), log: context.log)
    }
  }

  /// The store, for `open` and for making a new repository.
  func store(root: DirectoryStore.Root) throws -> DirectoryStore {
    if let path = invocation[StoreOptions.repository] { return try DirectoryStore(path: path, root: root) }
    return try Self.store(try context.settings().storage(named: invocation[StoreOptions.storage]), root: root)
  }

  /// The store of one storage of the configuration.
  ///
  /// - Throws: `OpsError` `refused` for a kind of store this build lacks.
  static func store(
    _ entry: NamedSettings<StorageSettings>.Entry, root: DirectoryStore.Root
  ) throws -> DirectoryStore {
    guard case .directory(let folder) = entry.value else {
      throw OpsError(
        .refused, "cannot use storage \(entry.name)",
        why: "this build keeps backups in folders only, not in \(entry.value.type)",
        hint: "name a storage of type directory with --storage")
    }
    let free: DirectoryStore.MinimumFree
    switch folder.minimumFree {
    case .bytes(let bytes): free = .bytes(bytes)
    case .share(let share): free = .ratio(share)
    }
    return try DirectoryStore(path: folder.path, root: root, minimumFree: free)
  }

  /// Public keys to encrypt for; empty stores backups unencrypted.
  func recipients() throws -> [PublicKey] {
    let given = invocation[StoreOptions.recipient]
    let paths = given.isEmpty ? try settings()?.encryption?.recipients ?? [] : given
    return try paths.map { try KeyFile.publicKey(path: $0) }
  }

  /// Identities at hand.
  func keyring() throws -> Keyring {
    let given = invocation[StoreOptions.identity]
    if !given.isEmpty { return Keyring(try given.map { try KeyFile.identity(path: $0) }) }
    guard let reference = try settings()?.encryption?.identity else { return Keyring() }
    if case .file(let path) = reference { return Keyring([try KeyFile.identity(path: path)]) }
    return Keyring([try Identity(text: try reference.resolve(environment: context.environment))])
  }
}
