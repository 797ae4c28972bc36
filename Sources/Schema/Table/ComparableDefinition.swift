import Basics

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

  /// The tokens of a view's definition, without `database` in front of columns.
  ///
  /// MariaDB prints columns with their database where the view's definer does not exist, and without it elsewhere.
  package static func tokens(ofView text: [UInt8], in database: String) -> [[UInt8]] {
    let tokens = SQLLexer.tokens(of: text)
    func isPoint(_ index: Int) -> Bool {
      tokens.indices.contains(index) && tokens[index].isSymbol(".", in: text)
    }
    func isQualifier(_ index: Int) -> Bool {
      tokens[index].kind == .quotedName && isPoint(index + 1) && isPoint(index + 3) && !isPoint(index - 1)
        && ExactText(tokens[index].name(in: text)) == ExactText(database)
    }
    var result: [[UInt8]] = []
    var index = 0
    while index < tokens.count {
      if isQualifier(index) { index += 2 }
      result.append(Array(tokens[index].bytes(in: text)))
      index += 1
    }
    return result
  }
}
