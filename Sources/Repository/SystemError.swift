import Basics
import Glibc

/// The `errno` of a failed call, before anyone has said what was being done.
struct SystemError: Error {
  let number: Int32

  static func last() -> SystemError { SystemError(number: errno) }

  func ops(_ what: String, changed: String = "nothing", hint: String = "") -> OpsError {
    OpsError.system(what, errno: number, changed: changed, hint: hint)
  }
}

/// Runs `body` and gives its `errno` a sentence.
func explaining<Value: ~Copyable>(
  _ what: @autoclosure () -> String, _ body: () throws(SystemError) -> Value
) throws -> Value {
  do {
    return try body()
  } catch {
    throw error.ops(what())
  }
}
