import Basics
import CommandKit
import Configuration
import OnlineAlter

/// The options that hold a migration back for others' sake; gh-ost's.
enum ThrottleOptions {
  static let maximumLag = Option(
    "max-lag-millis", value: .int(100...86_400_000),
    help: "Copying waits while a replica is further behind than this many milliseconds; 1500 by default.")
  static let heartbeat = Option(
    "heartbeat-interval-millis", value: .int(10...1000), default: 100,
    help: "How often a heartbeat is written, by which lag is measured.")
  static let replicas = Option(
    "throttle-control-replicas", value: .text("HOST:PORT,…"), default: "",
    help: "Replicas whose lag counts, instead of all that are found; none for none.")
  static let maximumLoad = Option(
    "max-load", value: .text("NAME=N,…"),
    help: "Copying waits while one of these status variables has reached its number.")
  static let criticalLoad = Option(
    "critical-load", value: .text("NAME=N,…"),
    help: "The migration ends when one of these status variables has reached its number.")
  static let criticalInterval = Option(
    "critical-load-interval-millis", value: .int(0...3_600_000), default: 0,
    help: "It ends only when that is still so after this time; 0 ends it at once.")
  static let hibernation = Option(
    "critical-load-hibernate-seconds", value: .int(0...86_400), default: 0,
    help: "It sleeps for this long instead of ending.")
  static let nice = Option(
    "nice-ratio", value: .number(0...100), default: 0,
    help: "Rest after each chunk: 1 for as long as it took, 0.5 for half of that.")
  static let query = Option(
    "throttle-query", value: .string("SQL"), help: "Copying waits while this gives a number above zero.")
  static let address = Option(
    "throttle-http", value: .string("URL"),
    help: "Copying waits while this answers with another status than 200.")
  static let addressInterval = Option(
    "throttle-http-interval-millis", value: .int(10...3_600_000), default: 100, help: "How often it is asked."
  )
  static let addressTimeout = Option(
    "throttle-http-timeout-millis", value: .int(1...600_000), default: 1000,
    help: "How long it may take to answer.")
  static let ignoreErrors = Option(
    flag: "ignore-http-errors", help: "Go on when it does not answer at all.")
  static let flagFile = Option(
    "throttle-flag-file", value: .file(), help: "Copying waits while this file is there.")
  static let additionalFlagFile = Option(
    "throttle-additional-flag-file", value: .file(), default: "/tmp/gh-ost.throttle",
    help: "The same, for several migrations.")
  static let panicFile = Option(
    "panic-flag-file", value: .file(),
    help: "The migration ends at once when this file is there; its tables stay, to be carried on with.")

  static let section = OptionSection(
    "Throttling options",
    [
      maximumLag, heartbeat, replicas, maximumLoad, criticalLoad, criticalInterval, hibernation, nice, query,
      address, addressInterval, addressTimeout, ignoreErrors, flagFile, additionalFlagFile, panicFile,
    ])

  /// What the command line says, else the target's configuration.
  ///
  /// - Throws: `OpsError` `usage`.
  static func settings(_ invocation: Invocation, _ configured: AlterSettings?) throws -> ThrottleSettings {
    var settings = ThrottleSettings()
    settings.maximumLag = .milliseconds(
      invocation[maximumLag] ?? configured?.maximumLagMilliseconds ?? 1500)
    settings.heartbeatInterval = .milliseconds(invocation[heartbeat])
    settings.controlReplicas = try ControlReplicas(parsing: invocation[replicas])
    settings.maximumLoad = try thresholds(invocation[maximumLoad], configured?.maximumLoad, "--max-load")
    settings.criticalLoad = try thresholds(
      invocation[criticalLoad], configured?.criticalLoad, "--critical-load")
    settings.criticalLoadInterval = .milliseconds(invocation[criticalInterval])
    settings.hibernation = .seconds(invocation[hibernation])
    settings.niceRatio = invocation[nice]
    settings.query = invocation[query]
    if let url = invocation[address] {
      var http = HTTPThrottle(url: url)
      http.interval = .milliseconds(invocation[addressInterval])
      http.timeout = .milliseconds(invocation[addressTimeout])
      http.ignoresErrors = invocation[ignoreErrors]
      settings.http = http
    }
    settings.flagFile = invocation[flagFile]
    settings.additionalFlagFile = invocation[additionalFlagFile]
    settings.panicFlagFile = invocation[panicFile]
    try settings.check()
    return settings
  }

  private static func thresholds(
    _ given: String?, _ configured: LoadLimits?, _ option: String
  ) throws -> LoadThresholds {
    if let given { return try LoadThresholds(parsing: given, for: option) }
    return LoadThresholds(
      (configured?.limits ?? []).map { LoadThresholds.Threshold($0.variable, Int64($0.threshold)) })
  }
}
