import Basics
import CommandKit
import Configuration

/// `dbops config`
enum ConfigCommand {
  static let command = Command(
    group: CommandSpec("config", summary: "checks and shows the configuration", exits: [.configuration]),
    [check, show, schema])

  private static let check = Command(
    CommandSpec(
      "check", summary: "finds every error of the configuration, by line and column",
      examples: [CommandExample("dbops config check --config dbops.yaml", "Check one file")],
      exits: [.configuration])
  ) { _, context in
    let file = try context.configurationFile()
    let settings = try file.load(environment: context.environment)
    context.console.show(
      "\(file.path) is right: \(settings.targets.names.count) targets, \(settings.storage.names.count) storages"
    )
    return .ok([
      "file": .string(file.path), "targets": .array(settings.targets.names.map { .string($0) }),
      "storages": .array(settings.storage.names.map { .string($0) }),
    ])
  }

  private static let show = Command(
    CommandSpec(
      "show", summary: "shows the settings in effect, defaults included; secrets only as references",
      examples: [CommandExample("dbops config show", "What dbops works with")], exits: [.configuration])
  ) { _, context in
    let shown = try context.settings().shown
    context.console.show(shown.yaml)
    return .ok(["settings": shown.json])
  }

  private static let schema = Command(
    CommandSpec(
      "schema", summary: "prints the JSON Schema of the configuration, for editors",
      examples: [CommandExample("dbops config schema > dbops.schema.json", "Write it to a file")])
  ) { _, context in
    context.console.show(SettingsSchema.document.indentedJSON)
    return .ok(["schema_document": SettingsSchema.document.json])
  }
}
