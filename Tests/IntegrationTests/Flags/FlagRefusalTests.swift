import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension FlagApplication {
  @Suite struct FlagRefusalTests {
    @Test(arguments: TestServer.withOwnReplica)
    func `servers whose roles are not those of the configuration are left alone`(server: TestServer)
      async throws
    {
      try await FlagStage.open([server], flags: "{}") { stage in
        try stage.configure(primary: .replica)
        let before = try await stage.value("read_only", server, .replica)
        let ended = try await stage.expect(20, ["flags", "apply", "--execute"])
        let source = try server.options(.primary).address
        #expect(ended.messages.contains("but it replicates from \(source)"), "\(ended.text)")
        #expect(ended.messages.contains("but it replicates from nowhere"), "\(ended.text)")
        #expect(try await stage.value("read_only", server, .replica) == before)
        let diff = try await stage.expect(5, ["flags", "diff"])
        #expect(diff.output.contains("but it replicates from nowhere"))
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `one server is never let take writes beside another of its target`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        guard case .tcp(let host, let port) = stage.address(server, .replica) else { return }
        let one = ["--target", server.rawValue, "--host", host, "--port", "\(port)"]
        let ended = try await stage.expect(20, ["flags", "apply", "--execute", "--role", "primary"] + one)
        #expect(ended.messages.contains("cannot make \(host):\(port) take writes"), "\(ended.text)")
        #expect(try await stage.value("read_only", server, .replica) == "ON")
        let file = try #require(Environment.value("DBOPS_TEST_PASSWORD_FILE"))
        let login = "\(stage.folder)/login.cnf"
        let password = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        let account = try #require(Environment.value("DBOPS_TEST_USER"))
        try Data("[client]\nuser=\(account)\npassword=\"\(password)\"\nssl-mode=disabled\n".utf8)
          .write(to: URL(filePath: login))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: login)
        // By itself, too: while it replicates, and behind that as one of a target that is not named.
        let alone = [
          "flags", "apply", "--execute", "--role", "primary", "--host", host, "--port", "\(port)",
          "--defaults-file", login,
        ]
        let lone = try await stage.expect(20, alone)
        #expect(lone.messages.contains("it replicates from"), "\(lone.text)")
        #expect(try await stage.value("read_only", server, .replica) == "ON")
        try await stage.execute(server, .replica, [server == .mysql ? "STOP REPLICA" : "STOP SLAVE"])
        let stopped = try await stage.expect(20, alone)
        try await stage.execute(server, .replica, [server == .mysql ? "START REPLICA" : "START SLAVE"])
        #expect(stopped.messages.contains("it is a server of \(server)"), "\(stopped.text)")
        #expect(stopped.messages.contains("add --target \(server)"), "\(stopped.text)")
        #expect(try await stage.value("read_only", server, .replica) == "ON")
        // As a replica it may be set, whatever the others are.
        try await stage.expect(0, ["flags", "apply", "--execute"] + one)
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a server that does not answer keeps the whole target as it is`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        let text = try String(contentsOfFile: "\(stage.folder)/dbops.yaml", encoding: .utf8)
        let missing = text.replacing("\(stage.address(server, .target))", with: "127.0.0.1:1")
        try missing.write(toFile: "\(stage.folder)/dbops.yaml", atomically: false, encoding: .utf8)
        let ended = try await stage.expect(1, ["flags", "apply", "--execute"])
        #expect(ended.messages.contains("127.0.0.1:1"), "\(ended.text)")
        #expect(ended.messages.contains("changed: nothing"))
        #expect(try await stage.value("read_only", server, .replica) == "OFF")
        // The others are shown nevertheless.
        let shown = try await stage.expect(1, ["flags", "show"])
        #expect(shown.output.contains("\(stage.address(server, .replica))"))
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a second run does not join in`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        let holder = try await Connection.open(server.options(.target))
        _ = try await holder.query("SELECT GET_LOCK('dbops.flags', 0)")
        let ended = try await stage.expect(11, ["flags", "apply", "--execute"])
        #expect(
          ended.messages.contains("another run is changing them in session \(holder.id)"), "\(ended.text)")
        // A plan needs no lock.
        try await stage.expect(0, ["flags", "apply"])
        await holder.close()
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `an unknown flag is refused before anything is changed, with what was meant`(
      server: TestServer
    ) async throws {
      try await FlagStage.open([server], flags: "{replica: {sync_binlgo: 1}}") { stage in
        try await stage.spoil()
        let ended = try await stage.expect(20, ["flags", "apply", "--execute"])
        #expect(ended.messages.contains("did you mean sync_binlog?"), "\(ended.text)")
        #expect(try await stage.value("read_only", server, .replica) == "OFF")
        try await stage.expect(5, ["flags", "diff"])
      }
    }

    /// What docs/guide/privileges.md tells to grant.
    private static func grants(_ server: TestServer) -> [SQLText] {
      switch server {
      case .mysql: ["REPLICATION CLIENT, SYSTEM_VARIABLES_ADMIN, PERSIST_RO_VARIABLES_ADMIN ON *.*"]
      case .mariadb: ["SLAVE MONITOR, READ_ONLY ADMIN, SUPER ON *.*"]
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `an account needs what the guide says, and is told what it lacks before anything is changed`(
      server: TestServer
    ) async throws {
      let flags = "{replica: {event_scheduler: \"OFF\", relay_log_recovery: \"ON\"}}"
      try await FlagStage.open([server], flags: flags) { stage in
        let name = "flags_\(RunID().description.suffix(8).lowercased())"
        let secret = "\(stage.folder)/password"
        try Data("for-tests-1".utf8).write(to: URL(filePath: secret))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        for role in FlagStage.roles {
          try await stage.execute(
            server, role,
            [
              "SET SESSION sql_log_bin = 0",
              "CREATE USER \(quoted: name)@'%' IDENTIFIED BY 'for-tests-1'",
            ] + Self.grants(server).map { "GRANT \($0) TO \(quoted: name)@'%'" })
        }
        do {
          try stage.configure(user: name, passwordFile: secret)
          try await stage.spoil()
          // On the server that takes writes: elsewhere accounts cannot be changed.
          try await stage.execute(
            server, .replica,
            server == .mysql
              ? [
                "SET SESSION sql_log_bin = 0",
                "REVOKE SYSTEM_VARIABLES_ADMIN ON *.* FROM \(quoted: name)@'%'",
              ]
              : [
                "SET SESSION sql_log_bin = 0",
                "REVOKE READ_ONLY ADMIN, SUPER ON *.* FROM \(quoted: name)@'%'",
              ])
          let less = try await stage.expect(4, ["flags", "apply", "--persist", "--execute"])
          #expect(
            less.messages.contains(
              server == .mysql ? "GRANT SYSTEM_VARIABLES_ADMIN" : "GRANT SUPER"), "\(less.text)")
          #expect(less.messages.contains("changed: nothing"))
          #expect(try await stage.value("read_only", server, .replica) == "OFF")
          try await stage.execute(
            server, .replica,
            ["SET SESSION sql_log_bin = 0"] + Self.grants(server).map { "GRANT \($0) TO \(quoted: name)@'%'" }
          )
          let enough = try await stage.expect(0, ["flags", "apply", "--persist", "--execute"])
          #expect(enough.output.contains("made and read back"), "\(enough.text)")
        }
        let writable: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = OFF"] : []
        for role in FlagStage.roles {
          try await stage.execute(
            server, role, writable + ["SET SESSION sql_log_bin = 0", "DROP USER \(quoted: name)@'%'"])
        }
      }
    }
  }
}
