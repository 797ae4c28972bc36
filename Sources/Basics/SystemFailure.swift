import Glibc

extension OpsError {
  /// A failed system call, with the text of `errno`.
  ///
  /// A full disk is named as such, because its remedy is not that of an I/O error.
  package static func system(
    _ what: String, errno number: Int32, changed: String = "nothing", hint: String = ""
  ) -> OpsError {
    var remedy = hint
    if remedy.isEmpty {
      switch number {
      case ENOSPC, EDQUOT: remedy = "free some space there, then run again"
      case EACCES, EPERM: remedy = "check the owner and mode of the file and of the folders above it"
      case EROFS: remedy = "the file system is mounted read-only: remount it or choose another folder"
      default: break
      }
    }
    return OpsError(.failed, what, why: systemErrorText(number), changed: changed, hint: remedy)
  }
}
