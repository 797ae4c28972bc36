import Backup
import Testing

struct JSONNumberFormTests {
  /// The form of `field`, which is given as it stands in a row.
  private func form(_ field: String) -> (text: String, changed: Bool) {
    // A slice of more, as fields are slices of rows.
    let row = Array("1.50\t\(field)\t2.50\n".utf8)
    var text: [UInt8] = []
    let changed = JSONNumberForm.append(row[5..<(row.count - 6)], to: &text)
    return (String(decoding: text, as: UTF8.self), changed)
  }

  @Test(arguments: [
    ("1.50", "1.5"), ("3.0", "3.0"), ("3.00", "3.0"), ("-0.10", "-0.1"), ("0.00", "0.0"), ("-0.0", "-0.0"),
    ("12345678901234567890.1234567890", "1.2345678901234567e19"), ("1e2", "100.0"), ("1E+2", "100.0"),
    ("1.0e-3", "0.001"), ("0.000000000000001", "0.000000000000001"), ("0.0000000000000001", "1e-16"),
    ("123456789012345.0", "123456789012345.0"), ("1500000000000000.0", "1.5e15"),
    ("1234567890123456.80", "1234567890123456.8"), ("1.7976931348623157e308", "1.7976931348623157e308"),
    ("0.1000000000000000055511151231257827", "0.1"),
  ])
  func `a number with a point or an exponent reads as its double`(number: String, wanted: String) {
    #expect(form(number) == (wanted, number != wanted))
  }

  @Test(arguments: [
    "0", "-0", "7", "-7", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
    "999999999999999999", "-999999999999999999",
  ])
  func `a whole number of 64 bits stays`(number: String) {
    #expect(form(number) == (number, false))
  }

  @Test(arguments: [
    ("18446744073709551616", "1.8446744073709552e19"), ("-9223372036854775809", "-9.223372036854776e18"),
    ("100000000000000000000000", "1e23"),
    (String(repeating: "9", count: 65), "1e65"),
  ])
  func `a whole number beyond 64 bits reads as its double`(number: String, wanted: String) {
    #expect(form(number) == (wanted, true))
  }

  @Test(arguments: ["\\N", "null", "true", "false", "[]", "{}", "\"\"", "", "1e999", "-", "1-2.", "e5"])
  func `what is no number of a double stays`(text: String) {
    #expect(form(text) == (text, false))
  }

  @Test func `numbers take the form at any depth and beside each other`() {
    let text = #"{"a": [1.50, 2, {"b.0": -3.10, "1.00": [[4.00]]}], "c": 5.0, "d": null, "e": 1E1}"#
    let wanted = #"{"a": [1.5, 2, {"b.0": -3.1, "1.00": [[4.0]]}], "c": 5.0, "d": null, "e": 10.0}"#
    #expect(form(text) == (wanted, true))
  }

  /// Backslashes of JSON are doubled in a row.
  @Test(arguments: [
    #""1.50""#, #"["1.50", "a 2.50 b"]"#, #"{"1.50": "2.50"}"#, #""\\"1.50\\"""#, #""\\\\\\"1.50""#,
    #""\\n1.50""#,
    #""\\u00e9 1.50""#, #""\t1.50\n""#, #"["\\\\", "1.50"]"#, #"["\\\\\\\\", "\\"", "1.50"]"#, #""é1.50☃""#,
    #""base64:type252:AP9cJw=="#, #""no end 1.50"#, #""no end 1.50\"#, #""no end 1.50\\"#,
    #""no end 1.50\\\"#,
  ])
  func `numbers in strings stay`(text: String) {
    #expect(form(text) == (text, false))
  }

  @Test(arguments: [
    (#"["\\\\", 1.50]"#, #"["\\\\", 1.5]"#), (#"["\\"", 1.50]"#, #"["\\"", 1.5]"#),
    (#"["\\\\\\"", 1.50]"#, #"["\\\\\\"", 1.5]"#), (#"["\t", 1.50]"#, #"["\t", 1.5]"#),
    (#"["\\t\\n", 1.50]"#, #"["\\t\\n", 1.5]"#), (#"{"\\\\": 1.50}"#, #"{"\\\\": 1.5}"#),
  ])
  func `a number behind a string with escapes takes the form`(text: String, wanted: String) {
    #expect(form(text) == (wanted, true))
  }

  @Test func `the form of a form is itself`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = JSONNumberForm.text(of: value)
      #expect(Double(text) == value)
      #expect(form(text) == (text, false))
    }
  }
}
