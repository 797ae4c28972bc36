import OnlineAlter
import Testing

@Suite struct MemberListTests {
  @Test(arguments: [
    ("enum('a')", ["'a'"]),
    ("set('a','b c','')", ["'a'", "'b c'", "''"]),
    ("enum('it''s','''','x,y')", ["'it''s'", "''''", "'x,y'"]),
    (#"enum('a\\','b\\\'','é🙂')"#, [#"'a\\'"#, #"'b\\\''"#, "'é🙂'"]),
    ("int(11)", []),
  ])
  func `members are told apart however they are quoted`(columnType: String, literals: [String]) {
    #expect(MemberList(of: columnType).literals == literals)
  }
}
