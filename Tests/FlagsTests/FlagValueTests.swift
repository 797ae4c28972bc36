import Flags
import Testing

@Suite struct FlagValueTests {
  @Test(arguments: [
    ("ON", "1"), ("ON", "TRUE"), ("ON", "on"), ("ON", "yes"), ("OFF", "0"), ("OFF", "false"), ("1", "ON"),
    ("1073741824", "1G"), ("1073741824", "1024m"), ("1024", "1K"), ("0", "0K"),
    ("18446744073709551615", "18446744073709551615"),
    ("0.500000", "0.5"), ("-1", "-1"), ("10.000000", "10"), ("ROW", "row"),
    ("STRICT_TRANS_TABLES,NO_ZERO_DATE", "no_zero_date,strict_trans_tables"),
    ("index_merge=on,mrr=off,mrr_cost_based=on", "mrr=off"), ("", ""), ("/var/lib/mysql/", "/var/lib/mysql/"),
    ("TLSv1.2,TLSv1.3", "TLSv1.2,TLSv1.3"),
  ])
  func `texts that mean the same to a server are equal`(shown: String, wanted: String) {
    #expect(FlagValue(shown).satisfies(FlagValue(wanted)))
  }

  @Test(arguments: [
    ("ON", "OFF"), ("ON", "0"), ("1073741824", "1M"), ("1", "2"), ("ROW", "MIXED"),
    ("NO_ZERO_DATE", "NO_ZERO_DATE,ANSI"),
    ("NO_ZERO_DATE,ANSI", "NO_ZERO_DATE"), ("mrr=off", "mrr=on"), ("/Data", "/data"),
    ("SET x = 'A'", "SET x = 'a'"),
    ("", "0"), ("18446744073709551615", "18446744073709551614"), ("1024", "1KB"), ("ON_PERMISSIVE", "ON"),
    ("17179869184E", "0"),
  ])
  func `texts that mean something else differ`(shown: String, wanted: String) {
    #expect(!FlagValue(shown).satisfies(FlagValue(wanted)))
  }

  @Test func `a size that is too large for any server is no number`() {
    #expect(FlagValue("17179869184G").number == nil)
    #expect(FlagValue("16E").number == nil)
    #expect(FlagValue("15E").number != nil)
  }
}
