import Basics
import FoundationEssentials

/// Finds the file of settings and reads it.
package struct ConfigurationFile: Sendable {
  /// How the file was come by.
  package enum Origin: Sendable, Equatable {
    case option, variable, workingFolder, userFolder, system
  }

  /// Absolute.
  package let path: String
  package let origin: Origin

  /// Files larger than this are refused.
  static let sizeLimit = 1 << 20
}

extension ConfigurationFile {
  /// The file to use: the one named by the option, else by `DBOPS_CONFIG`, else the first there is of
  /// `./dbops.yaml`, `$XDG_CONFIG_HOME/dbops/dbops.yaml` (`~/.config` by default) and
  /// `/etc/dbops/dbops.yaml`.
  ///
  /// - Parameters:
  ///   - option: What stands behind `--config`.
  ///   - environment: `DBOPS_CONFIG`, `XDG_CONFIG_HOME` and `HOME` are looked at.
  ///   - workingFolder: The absolute folder that relative paths start from.
  ///   - exists: Tells whether there is a file; asks the file system by default.
  /// - Throws: `OpsError` `configuration` when there is none, with the places looked at.
  package static func find(
    option: String?, environment: [String: String], workingFolder: String,
    exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
  ) throws(OpsError) -> ConfigurationFile {
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(workingFolder)/\(path)" }
    if let option { return ConfigurationFile(path: absolute(option), origin: .option) }
    if let named = environment["DBOPS_CONFIG"], !named.isEmpty {
      return ConfigurationFile(path: absolute(named), origin: .variable)
    }
    let places = candidates(environment: environment, workingFolder: workingFolder)
    if let found = places.first(where: { exists($0.path) }) { return found }
    throw OpsError(
      .configuration, "there is no configuration",
      why: "none of these files exists: \(places.map(\.path).joined(separator: ", "))",
      hint: "run `dbops init` to make one, or name one with --config")
  }

  private static func candidates(
    environment: [String: String], workingFolder: String
  ) -> [ConfigurationFile] {
    var places = [ConfigurationFile(path: "\(workingFolder)/dbops.yaml", origin: .workingFolder)]
    // The base directory specification has relative values ignored.
    let named = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    if let folder = named ?? home.map({ "\($0)/.config" }) {
      places.append(ConfigurationFile(path: "\(folder)/dbops/dbops.yaml", origin: .userFolder))
    }
    places.append(ConfigurationFile(path: "/etc/dbops/dbops.yaml", origin: .system))
    return places
  }

  /// Reads and checks the settings; problems of the text are in the result, not thrown.
  ///
  /// - Throws: `OpsError` `configuration` when the file cannot be read or others could have written it.
  package func read(environment: [String: String]) throws -> SettingsReader {
    let files = ProtectedFile(environment: environment)
    let bytes = try files.read(
      path, kind: "the configuration file",
      protection: origin == .workingFolder ? .trustedAndOwned : .trusted, limit: Self.sizeLimit)
    return SettingsReader(parsing: bytes, folder: folder)
  }

  /// The settings.
  ///
  /// - Throws: `OpsError` `configuration` that lists every problem, one on a line.
  package func load(environment: [String: String]) throws -> Settings {
    try read(environment: environment).settings(from: path)
  }

  private var folder: String {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + folder
  }
}
