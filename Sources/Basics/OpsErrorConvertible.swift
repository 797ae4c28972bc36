/// An error of a lower module that knows how a user is to be told about it.
package protocol OpsErrorConvertible: Error {
  var opsError: OpsError { get }
}
