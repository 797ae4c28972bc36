import Testing

/// What stands on a command line is never passed over, least of all where all targets would be meant then.
@Suite struct ServerNamingTests {
  private static let commands = [["flags", "apply", "--execute"], ["flags", "show"], ["topology"], ["lag"]]

  @Test(
    arguments: commands,
    [
      ["--port", "3307"], ["--user", "root"], ["--password", "x"], ["--ask-password"],
      ["--ssl-ca", "/ca.pem"],
    ])
  func `an account or a port without a server does not mean all targets`(
    command: [String], option: [String]
  ) async throws {
    let household = try Household()
    let output = CapturedOutput()
    #expect(await output.run(command + option, environment: household.environment) == 2)
    #expect(output.error.contains("\(option[0]) needs a server"), "\(output.error)")
    #expect(output.error.contains("changed: nothing"))
  }

  @Test(
    arguments: [
      ["--user", "root"], ["--password", "x"], ["--ask-password"], ["--ssl-ca", "/ca.pem"],
      ["--defaults-file", "/my.cnf"],
    ])
  func `an account beside a target is refused, whose settings have one`(option: [String]) async throws {
    let household = try Household()
    let output = CapturedOutput()
    let status = await output.run(
      ["flags", "show", "--target", "shop"] + option, environment: household.environment)
    #expect(status == 2)
    #expect(output.error.contains("\(option[0]) cannot stand beside --target"), "\(output.error)")
  }
}
