import Basics
import Configuration
import Foundation
import Testing

@Suite struct SecretTests {
  private func failure(_ reference: SecretReference, _ environment: [String: String] = [:]) -> OpsError? {
    #expect(throws: OpsError.self) { try reference.resolve(environment: environment) }
  }

  @Test(arguments: ["canary", "canary\n", "canary\r\n"])
  func `one line end at the end of a file is dropped`(content: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(content, to: "secret")
    #expect(try SecretReference.file(path).resolve(environment: [:]).reveal() == "canary")
  }

  @Test func `blanks and further line ends belong to the secret`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(" a b \n\n", to: "secret")
    #expect(try SecretReference.file(path).resolve(environment: [:]).reveal() == " a b \n")
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610])
  func `a secret file that others can touch is refused`(mode: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("canary", to: "secret", mode: mode)
    let error = failure(.file(path))
    #expect(error?.code == .configuration)
    #expect(error?.hint.hasPrefix("run `chmod") == true)
    #expect(error.map { "\($0)" }?.contains("canary") == false)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can own files as root and give files away"))
  func `a credential of systemd may be readable by its group, in its folder alone`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("canary", to: "secret", mode: 0o440)
    let inside = ["CREDENTIALS_DIRECTORY": folder.path]
    #expect(try SecretReference.file(path).resolve(environment: inside).reveal() == "canary")
    #expect(failure(.file(path)) != nil)
    #expect(failure(.file(path), ["CREDENTIALS_DIRECTORY": folder.path + "/sub"]) != nil)
    let parent = folder.path.split(separator: "/").dropLast().joined(separator: "/")
    #expect(failure(.file(path), ["CREDENTIALS_DIRECTORY": "/" + parent]) != nil)
    #expect(failure(.file("\(folder.path)/../\(folder.path)/secret"), inside) != nil)
  }

  @Test func `an empty, missing or oversized file is refused`() throws {
    let folder = try TemporaryFolder()
    #expect(failure(.file(try folder.write("\n", to: "empty")))?.why.contains("is empty") == true)
    #expect(failure(.file(folder.path + "/none"))?.why == "No such file or directory")
    let large = String(repeating: "x", count: 65_537)
    #expect(failure(.file(try folder.write(large, to: "large")))?.why == "it has more than 65536 bytes")
    #expect(failure(.file(folder.path))?.why == "it is not a regular file")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can own files as root and give files away"))
  func `a link to a file of another user is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("canary", to: "theirs")
    try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: path)
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(failure(.file(link))?.why == "it is a link to a file that belongs to another user")
  }

  @Test func `the environment's variable is taken as it is`() throws {
    #expect(try SecretReference.environment("P").resolve(environment: ["P": "canary"]).reveal() == "canary")
    #expect(failure(.environment("P"), [:])?.why == "the environment has no P")
    #expect(failure(.environment("P"), ["P": ""])?.why.contains("is empty") == true)
  }

  @Test func `a command's output is the secret, without a shell`() throws {
    let reference = SecretReference.command(["printf", "%s\\n", "$HOME"])
    #expect(try reference.resolve(environment: [:]).reveal() == "$HOME")
  }

  @Test func `a command that fails is quoted from its messages, never from its output`() throws {
    let script = "echo canary; echo 'vault is sealed' >&2; exit 2"
    let error = failure(.command(["/bin/sh", "-c", script]))
    #expect(error?.code == .configuration)
    #expect(error?.message == "the command sh gave no secret: it exited with status 2: vault is sealed")
    #expect(failure(.command(["no-such-program-here"]))?.code == .configuration)
  }

  @Test func `a secret of Google's is refused plainly`() {
    let error = failure(.gcpSecret("projects/p/secrets/s/versions/1"))
    #expect(error?.why == "gcp-secret needs Cloud support that this build does not have")
  }
}
