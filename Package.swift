// swift-tools-version: 6.2
import PackageDescription

/// One rule for every Swift target: Swift 6 language mode, strict memory safety, warnings are errors.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "dbops",
  products: [.executable(name: "dbops", targets: ["dbops"])],
  targets: [
    // System libraries: a module map and inline shims each, no logic.
    .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),

    // The house, lowest floor first. scripts/check-imports holds the same table.
    module("Basics"),
    module("CommandKit", ["Basics"]),
    module("Configuration", ["Basics", "CYAML"]),
    module("Pipeline", ["Basics", "CZstd", "CSodium", "CXXHash"]),
    module("HTTP", ["Basics", "CCurl"]),
    module("Schema", ["Basics"]),
    module("MySQL", ["Basics", "CMariaDB", "CZlib", "CZstd"]),
    module("Repository", ["Basics", "Pipeline", "CSQLite"]),
    module("Replication", ["Basics", "MySQL"]),
    module("OnlineAlter", ["Basics", "HTTP", "Schema", "MySQL", "Replication"]),
    module("Flags", ["Basics", "MySQL"]),
    module("Switchover", ["Basics", "Schema", "MySQL", "Replication", "Flags"]),
    module("Backup", ["Basics", "Pipeline", "Repository", "Schema", "MySQL"]),
    module(
      "Commands",
      [
        "Basics", "CommandKit", "Configuration", "Pipeline", "Schema", "MySQL", "Repository", "Replication",
        "OnlineAlter", "Flags", "Switchover", "Backup",
      ]),
    .executableTarget(name: "dbops", dependencies: ["Commands"], swiftSettings: strict),

    .target(
      name: "TestKit", dependencies: ["Basics", "MySQL", "Replication"], path: "Tests/TestKit",
      swiftSettings: strict),
    tests("BasicsTests", ["Basics"]),
    tests("CommandKitTests", ["Basics", "CommandKit", "TestKit"], exclude: ["Snapshots"]),
    tests(
      "CommandsTests",
      ["Basics", "CommandKit", "Commands", "MySQL", "Replication", "Repository", "TestKit"],
      exclude: ["Snapshots"]),
    tests("MySQLTests", ["Basics", "MySQL", "TestKit"]),
    tests(
      "IntegrationTests",
      [
        "Basics", "HTTP", "Pipeline", "Repository", "Schema", "MySQL", "Replication", "OnlineAlter", "Flags",
        "Switchover", "Backup",
        "TestKit",
      ]),
    tests("SwitchoverTests", ["Basics", "Flags", "MySQL", "Replication", "Schema", "Switchover", "TestKit"]),
    tests("FlagsTests", ["Basics", "Flags", "MySQL"]),
    tests("ConfigurationTests", ["Basics", "Configuration"]),
    tests("PipelineTests", ["Basics", "Pipeline"]),
    tests("RepositoryTests", ["Basics", "Pipeline", "Repository", "TestKit"]),
    tests("ReplicationTests", ["Basics", "MySQL", "Replication", "TestKit"]),
    tests("OnlineAlterTests", ["Basics", "MySQL", "OnlineAlter", "Replication", "Schema", "TestKit"]),
    tests("SchemaTests", ["Basics", "Schema", "TestKit"]),
    tests("BackupTests", ["Backup", "Basics", "MySQL", "Pipeline", "Repository", "Schema", "TestKit"]),
  ]
)

// Built by scripts/fuzz alone: the flags are not for anything that is shipped.
if Context.environment["DBOPS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "FuzzBinlog", dependencies: ["MySQL"], path: "Fuzz/FuzzBinlog",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
