import Backup
import Foundation
import TestKit
import Testing

extension RoundTrips {
  /// The Sakila sample database, where somebody has put it.
  @Suite(
    .enabled(
      if: Sample.folder != nil, "no sample: DBOPS_SAMPLE_DIR names a folder with schema.sql and data.sql"))
  struct SampleTests {
    @Test(arguments: TestServer.available)
    func `a database of real life comes back as it was`(server: TestServer) async throws {
      let folder = try #require(Sample.folder)
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try PlainClient(server).run(try Sample.script(in: folder, named: trip.word))
        let source = try await Portrait.of(databases: [trip.word], on: server)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        try await trip.restore(outcome, try RestoreJob.Settings())
        let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
        #expect(source.differences(in: copy) == [])
        #expect(source.facts.count > 40)
      }
    }
  }
}

private enum Sample {
  /// The folder named by `DBOPS_SAMPLE_DIR`, or one beside the checkout.
  static var folder: URL? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = Environment.value("DBOPS_SAMPLE_DIR").map { URL(filePath: $0) }
    let places = [named, root.appending(path: "../shared/data/sakila")].compactMap { $0 }
    return places.first { FileManager.default.fileExists(atPath: $0.appending(path: "data.sql").path) }
  }

  /// Both scripts, with the name of the database replaced where it is no part of a value.
  static func script(in folder: URL, named name: String) throws -> String {
    try ["schema.sql", "data.sql"].map { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .replacing("sakila;", with: "\(name);").replacing("sakila.", with: "\(name).")
    }.joined(separator: "\n")
  }
}
