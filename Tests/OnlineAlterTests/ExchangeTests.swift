import Testing

@Suite struct ExchangeTests {
  @Test func `no order of events loses a change at the exchange`() {
    let outcome = ExchangeModel.explore(ExchangeModel(pending: 3, opens: 2))
    #expect(!outcome.isWrong)
    #expect(outcome.exchanged > 0)
  }

  @Test(arguments: ExchangeModel.Breach.allCases)
  func `each rule of the exchange is needed`(breach: ExchangeModel.Breach) {
    #expect(ExchangeModel.explore(ExchangeModel(pending: 3, opens: 2, breach: breach)).isWrong)
  }
}
