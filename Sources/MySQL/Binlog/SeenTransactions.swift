/// The transactions that were seen to their end, for asking a server for the others.
struct SeenTransactions {
  private var set: GTIDSet
  /// Numbers that follow each other are kept apart until another comes: the set is slow to add to.
  private var run: (source: MySQLGTIDs.Source, numbers: ClosedRange<Int64>)?

  init(_ set: GTIDSet) {
    self.set = set
  }

  /// Everything seen.
  var all: GTIDSet {
    guard case .mysql(var numbers) = set, let run else { return set }
    numbers.add(run.numbers, to: run.source)
    return .mysql(numbers)
  }

  mutating func add(_ identifier: TransactionID) {
    switch (identifier, set) {
    case (.mariadb(let domain, let last), .mariadb(var position)):
      position.advance(domain, to: last)
      set = .mariadb(position)
    case (.mysql(let source, let number), .mysql):
      if let known = run, known.source == source, known.numbers.upperBound + 1 == number {
        run = (source, known.numbers.lowerBound...number)
      } else {
        set = all
        run = (source, number...number)
      }
    default: break
    }
  }
}
