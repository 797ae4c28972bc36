import Basics
import Flags
import Foundation
import Testing

@Suite struct OptionFileTests {
  @Test func `a file that was written is read again`() throws {
    var file = IncludeFile()
    for (name, value) in [
      ("read_only", "ON"), ("init_connect", "SET @a = 'x # \"y\" \\ z'"), ("sql_mode", ""),
      ("tmp_dir", "/a b/c"),
    ] { file.set(name, to: value) }
    let again = try IncludeFile(parsing: file.text, path: "/x")
    #expect(again == file)
    #expect(file.text.contains("\n[mariadb]\n"))
    #expect(file.text.contains("\nloose_read_only = ON\n"))
    #expect(file.text.hasPrefix("# Written by dbops"))
  }

  @Test func `a variable that is taken out is gone`() throws {
    var file = IncludeFile()
    file.set("read_only", to: "ON")
    file.set("read_only", to: nil)
    #expect(file.values.isEmpty)
  }

  @Test(arguments: ["[mysqld]\nread_only = ON\n", "", "# Written by somebody\n[mariadb]\n"])
  func `a file of others is refused`(text: String) {
    #expect(throws: OpsError.self) { try IncludeFile(parsing: text, path: "/x") }
  }

  @Test func `a line that others added to our file is refused, because it would be lost`() {
    let text = IncludeFile().text + "max_connections = 7\n"
    #expect(throws: OpsError.self) { try IncludeFile(parsing: text, path: "/x") }
  }

  @Test func `a server reads the files that its command line names, or the usual ones`() {
    #expect(OptionFiles.mainFiles(of: ["mariadbd", "--defaults-file=/a/b.cnf"]) == ["/a/b.cnf"])
    #expect(OptionFiles.mainFiles(of: ["mariadbd", "--no-defaults"]) == [])
    #expect(OptionFiles.mainFiles(of: ["mariadbd"]) == ["/etc/my.cnf", "/etc/mysql/my.cnf"])
    #expect(
      OptionFiles.mainFiles(of: ["mariadbd", "--defaults-extra-file=/x.cnf"])
        == ["/etc/my.cnf", "/etc/mysql/my.cnf", "/x.cnf"])
  }

  private func folder(_ texts: [String: String], main: [String] = ["/my.cnf"]) -> OptionFiles.Folder? {
    let disk = OptionFiles.Disk {
      texts[$0]
    } names: { folder in
      texts.keys.filter { $0.hasPrefix("\(folder)/") }.map { String($0.dropFirst(folder.count + 1)) }
    }
    return OptionFiles.lastFolder(in: main, on: disk)
  }

  @Test func `the folder that is read last is taken, with what stands behind it`() {
    let debian = """
      [client-server]
      socket = /run/mysqld/mysqld.sock
      !includedir /etc/mysql/conf.d/
      !includedir /etc/mysql/mariadb.conf.d/
      """
    #expect(folder(["/my.cnf": debian]) == OptionFiles.Folder("/etc/mysql/mariadb.conf.d"))
    let outdone = """
      !includedir   /etc/d
      # sync_binlog = 7
      [mysqld]
      read-only
      loose_Sync-Binlog=1
      """
    let found = folder(["/a": "[mysqld]\nport = 1\n", "/b": outdone], main: ["/a", "/b", "/gone"])
    #expect(found?.path == "/etc/d")
    #expect(found?.outdone == ["read_only", "sync_binlog"])
    #expect(folder(["/my.cnf": "[mysqld]\nport = 1\n"]) == nil)
  }

  @Test func `a file of the folder whose name comes behind ours wins`() {
    let found = folder([
      "/my.cnf": "!includedir /d", "/d/50-server.cnf": "[mysqld]\nsync_binlog = 1",
      "/d/\(IncludeFile.name)": "[mariadb]\nloose_read_only = ON",
      "/d/zzz-local.cnf": "[mysqld]\nread_only = OFF",
      "/d/zzz-local.cnf.bak": "back_log = 1",
    ])
    #expect(found?.outdone == ["read_only"])
  }

  @Test func `a file that is included behind the folder wins, too`() {
    let found = folder([
      "/my.cnf": "!include /first.cnf\n!includedir /d\n!include /last.cnf", "/first.cnf": "back_log = 1",
      "/last.cnf": "[mysqld]\nread_only = OFF\n!include /last.cnf",
    ])
    #expect(found == folder(["/my.cnf": "!includedir /d\nread_only"]))
    #expect(folder(["/my.cnf": "!include /other.cnf", "/other.cnf": "!includedir /d"])?.path == "/d")
  }

  @Test(arguments: [
    "skip-log-bin", "disable_log_bin", "enable-log-bin=1", "loose-skip-log-bin", "log_bin = x",
  ])
  func `a switch is known by each of its spellings`(line: String) {
    #expect(folder(["/my.cnf": "!includedir /d\n\(line)"])?.outdone.contains("log_bin") == true)
  }

  @Test func `what the server's command line sets is known, whatever set it since`() {
    let words = [
      "/usr/sbin/mariadbd", "--read-only=ON", "--skip-slave-start", "--sync_binlog", "7", "--", "-u", "x",
    ]
    let names = OptionFiles.variables(of: words)
    #expect(names == ["read_only", "skip_slave_start", "slave_start", "sync_binlog"])
  }

  @Test func `a server that does not load what SET PERSIST wrote keeps nothing`() {
    #expect(FlagStore.mysql(Fleet.mysql, loads: FlagValue("ON")) == .server)
    #expect(FlagStore.mysql(Fleet.mysql, loads: nil) == .server)
    #expect(
      FlagStore.mysql(Fleet.mysql, loads: FlagValue("OFF"))
        == .none("the server does not load mysqld-auto.cnf"))
    guard case .none = FlagStore.mysql(Fleet.old, loads: nil) else {
      Issue.record("5.7 has no SET PERSIST")
      return
    }
  }
}

@Suite struct SmallFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "/dbops-flags-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `drafts of runs that were killed do not stand in the way, and go`() throws {
    try withFolder { folder in
      let path = "\(folder)/x.cnf"
      let stale = ["\(path).\(getpid()).new", "\(path).ab.new"]
      let others = ["\(path).cd.new", "\(folder)/y.cnf.ab.new"]
      for file in stale + others { try Data().write(to: URL(filePath: file)) }
      for file in stale + [others[1]] {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: file)
      }
      try SmallFileHandle.replace(path, with: [1, 2])
      #expect(try SmallFileHandle.read(path, mustBeRegular: true) == [1, 2])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["x.cnf", "x.cnf.cd.new", "y.cnf.ab.new"])
    }
  }

  @Test func `our file is read only where it is a file`() throws {
    try withFolder { folder in
      let link = "\(folder)/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
      for path in [link, "/dev/zero", folder] {
        let error = #expect(throws: OpsError.self) { try SmallFileHandle.read(path, mustBeRegular: true) }
        #expect(error?.code == .corrupt)
      }
      #expect(try SmallFileHandle.read("\(folder)/none", mustBeRegular: true) == nil)
    }
  }
}
