import Basics
import Commands
import Testing

@Suite struct ConsentTests {
  private func consent(
    _ manner: Consent.Manner, confirmed: String? = nil, answer: String? = nil
  ) -> Consent {
    Consent(manner: manner, confirmed: confirmed) { _ in answer }
  }

  @Test func `yes on the line or at the terminal is agreement`() throws {
    try consent(.given).agree(to: "Overwrite it?")
    try consent(.asking, answer: "y").agree(to: "Overwrite it?")
    try consent(.asking, answer: "YES").agree(to: "Overwrite it?")
  }

  @Test(arguments: ["n", "", "yep", nil])
  func `anything else is refused before anything changes`(answer: String?) {
    let error = #expect(throws: OpsError.self) {
      try consent(.asking, answer: answer).agree(to: "Overwrite it?")
    }
    #expect(error?.code == .refused)
  }

  @Test func `nobody to ask is a refusal that names the option`() {
    let error = #expect(throws: OpsError.self) { try consent(.impossible).agree(to: "Overwrite it?") }
    #expect(error?.hint == "add --yes to agree")
  }

  @Test func `a destructive command wants its object named`() throws {
    try consent(.impossible, confirmed: "shop").confirm("shop", consequence: "overwrites shop")
    try consent(.asking, answer: "shop").confirm("shop", consequence: "overwrites shop")
    for consent in [
      consent(.given), consent(.impossible), consent(.asking, answer: "y"),
      consent(.given, confirmed: "shpo"),
      consent(.asking, confirmed: "shpo", answer: "shop"),
    ] {
      let error = #expect(throws: OpsError.self) {
        try consent.confirm("shop", consequence: "overwrites shop")
      }
      #expect(error?.code == .refused)
    }
  }
}
