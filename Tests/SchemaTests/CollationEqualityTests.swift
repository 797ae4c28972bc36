import Schema
import Testing

@Suite struct CollationEqualityTests {
  private func getsCoarser(_ old: String, _ new: String) -> Bool {
    CollationEquality(new).isCoarser(than: CollationEquality(old))
  }

  @Test(arguments: [
    ("utf8mb4_bin", "utf8mb4_general_ci"), ("binary", "utf8mb4_0900_as_cs"),
    ("utf8mb4_0900_as_cs", "utf8mb4_0900_as_ci"), ("utf8mb4_0900_as_ci", "utf8mb4_0900_ai_ci"),
    ("utf8mb4_ja_0900_as_cs_ks", "utf8mb4_ja_0900_as_cs"), ("utf8mb4_general_ci", "utf8mb4_unicode_ci"),
    ("latin1_swedish_ci", "utf8mb4_general_ci"), ("latin1_swedish_ci", "latin1_german1_ci"),
    ("utf8mb4_uca1400_as_ci", "utf8mb4_uca1400_ai_ci"), ("utf8mb4_0900_ai_ci", "utf8mb4_sv_0900_ai_ci"),
    ("sjis_bin", "utf8mb4_bin"), ("utf8mb4_unicode_ci", "utf8mb4_0900_ai_ci"),
  ])
  func `texts that differ may become the same`(old: String, new: String) {
    #expect(getsCoarser(old, new))
  }

  @Test(arguments: [
    ("utf8mb4_general_ci", "utf8mb4_general_ci"), ("utf8mb4_general_ci", "utf8mb4_bin"),
    ("utf8mb4_0900_ai_ci", "utf8mb4_0900_as_cs"), ("utf8mb4_0900_as_ci", "utf8mb4_0900_as_cs"),
    ("utf8mb3_general_ci", "utf8mb4_general_ci"), ("utf8mb3_unicode_ci", "utf8mb4_unicode_ci"),
    ("utf16_general_ci", "utf8mb4_general_ci"), ("latin1_bin", "utf8mb4_bin"),
    ("ascii_general_ci", "utf8mb4_0900_ai_ci"), ("uca1400_ai_ci", "utf8mb4_uca1400_ai_ci"),
    ("utf8mb4_bin", "utf8mb4_0900_bin"), ("utf8mb4_general_ci", "utf8mb4_general_nopad_ci"),
  ])
  func `texts that differ stay different`(old: String, new: String) {
    #expect(!getsCoarser(old, new))
  }

  @Test(arguments: [
    ("utf8mb4_0900_bin", "utf8mb4_bin"), ("utf8mb4_general_nopad_ci", "utf8mb4_general_ci"),
    ("binary", "latin1_bin"),
  ])
  func `blanks at the end may come not to count`(old: String, new: String) {
    #expect(getsCoarser(old, new))
    #expect(!getsCoarser(new, old))
  }
}
