/// A definition in the form by which two servers' prints of it are compared.
package enum ComparableDefinition {
  /// The tokens of `text`, without what a server may print or leave out for the same thing.
  ///
  /// `CHARACTER SET x` before `COLLATE y` says nothing more than the collation does, and MySQL prints it or not
  /// depending on how the column was once declared; a table restored from the print is printed differently.
  package static func tokens(of text: [UInt8]) -> [[UInt8]] {
    let tokens = SQLLexer.tokens(of: text)
    var result: [[UInt8]] = []
    var index = 0
    while index < tokens.count {
      let words = tokens[index..<min(index + 4, tokens.count)].map { $0.keyword(in: text) }
      if words.count == 4, words[0] == "CHARACTER", words[1] == "SET", words[3] == "COLLATE" {
        index += 3
        continue
      }
      result.append(Array(tokens[index].bytes(in: text)))
      index += 1
    }
    return result
  }
}
