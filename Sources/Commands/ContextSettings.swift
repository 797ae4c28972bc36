import Basics
import Configuration
import FoundationEssentials

extension CommandContext {
  /// The settings of the file that `--config`, the environment or the usual places name.
  ///
  /// - Throws: `OpsError` `configuration` when there is none or it is wrong.
  package func settings() throws -> Settings {
    try configurationFile().load(environment: environment)
  }

  /// Whether a configuration file is named or found.
  package var hasConfiguration: Bool { (try? configurationFile()) != nil }

  /// Whether a file was named that is not there.
  func isMissingFile(_ path: String?) -> Bool {
    path.map { !FileManager.default.fileExists(atPath: $0) } ?? false
  }

  /// The configuration file, not read yet.
  ///
  /// - Throws: `OpsError` `configuration` when there is none.
  package func configurationFile() throws -> ConfigurationFile {
    try ConfigurationFile.find(
      option: configOption, environment: environment,
      workingFolder: FileManager.default.currentDirectoryPath)
  }
}
