import Glibc

/// The text for an `errno` value, such as `No space left on device`.
package func systemErrorText(_ number: Int32) -> String {
  var storage = [CChar](repeating: 0, count: 256)
  // The XSI form: it fills the buffer it is given and is safe on any thread.
  guard unsafe strerror_r(number, &storage, storage.count) == 0 else { return "error \(number)" }
  return String(decoding: storage.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
