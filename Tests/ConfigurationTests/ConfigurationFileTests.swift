import Basics
import Configuration
import Foundation
import Testing

/// A folder that is removed with its content when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "dbops-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives it exactly `mode`.
  func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }
}

@Suite struct ConfigurationFileTests {
  private func found(
    option: String? = nil, _ environment: [String: String] = [:], existing: Set<String> = []
  ) throws -> String {
    try ConfigurationFile.find(option: option, environment: environment, workingFolder: "/here") {
      existing.contains($0)
    }.path
  }

  @Test func `the option wins over the variable, the variable over the places looked at`() throws {
    let all: Set = ["/here/dbops.yaml", "/x/dbops/dbops.yaml", "/etc/dbops/dbops.yaml"]
    let environment = ["DBOPS_CONFIG": "/v.yaml", "XDG_CONFIG_HOME": "/x", "HOME": "/h"]
    #expect(try found(option: "o.yaml", environment, existing: all) == "/here/o.yaml")
    #expect(try found(environment, existing: all) == "/v.yaml")
  }

  @Test func `the working folder comes first, then the user's, then the system's`() throws {
    let environment = ["HOME": "/h"]
    let user = "/h/.config/dbops/dbops.yaml"
    let system = "/etc/dbops/dbops.yaml"
    #expect(try found(environment, existing: ["/here/dbops.yaml", user, system]) == "/here/dbops.yaml")
    #expect(try found(environment, existing: [user, system]) == user)
    #expect(try found(["XDG_CONFIG_HOME": "/x"], existing: ["/x/dbops/dbops.yaml"]) == "/x/dbops/dbops.yaml")
    #expect(try found(environment, existing: [system]) == system)
  }

  @Test func `without any file the places are listed and init is proposed`() {
    let error = #expect(throws: OpsError.self) { try found(["HOME": "/h"]) }
    #expect(error?.code == .configuration)
    #expect(error?.why.contains("/h/.config/dbops/dbops.yaml, /etc/dbops/dbops.yaml") == true)
    #expect(error?.hint.contains("dbops init") == true)
  }

  @Test(arguments: [(0o600, true), (0o644, true), (0o664, false), (0o646, false)])
  func `a configuration that others can change is refused`(mode: Int, isTaken: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("version: 1\n", to: "dbops.yaml", mode: mode)
    let file = try ConfigurationFile.find(option: path, environment: [:], workingFolder: "/")
    if isTaken {
      #expect(try file.load(environment: [:]).version == 1)
    } else {
      let error = #expect(throws: OpsError.self) { try file.load(environment: [:]) }
      #expect(error?.code == .configuration)
      #expect(error?.hint == "run `chmod go-w \(path)`")
    }
  }

  @Test func `relative paths start from the folder of the file`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("version: 1\nstate: {dir: state}\n", to: "dbops.yaml")
    let file = try ConfigurationFile.find(option: path, environment: [:], workingFolder: "/")
    #expect(try file.load(environment: [:]).state.directory == "\(folder.path)/state")
  }

  @Test func `a missing file is named`() throws {
    let file = try ConfigurationFile.find(option: "/nowhere/x.yaml", environment: [:], workingFolder: "/")
    let error = #expect(throws: OpsError.self) { try file.load(environment: [:]) }
    #expect(
      error?.message == "the configuration file /nowhere/x.yaml cannot be read: No such file or directory")
  }

  @Test func `all problems are in the error, each with its place`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("version: 3\nsurprise: 1\n", to: "dbops.yaml")
    let file = try ConfigurationFile.find(option: path, environment: [:], workingFolder: "/")
    let error = #expect(throws: OpsError.self) { try file.load(environment: [:]) }
    #expect(error?.code == .configuration)
    #expect(error?.why.contains("\(path):1:10: version: expected") == true)
    #expect(error?.why.contains("\(path):2:1: unknown key \"surprise\"") == true)
  }
}
