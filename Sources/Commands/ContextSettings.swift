import Basics
import Configuration
import FoundationEssentials

extension CommandContext {
  /// The settings of the file that `--config`, the environment or the usual places name.
  ///
  /// - Throws: `OpsError` `configuration` when there is none or it is wrong.
  package func settings() throws -> Settings {
    let file = try ConfigurationFile.find(
      option: configOption, environment: environment,
      workingFolder: FileManager.default.currentDirectoryPath)
    return try file.load(environment: environment)
  }
}
