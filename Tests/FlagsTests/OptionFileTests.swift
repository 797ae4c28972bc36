import Basics
import Flags
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

  @Test func `the folder that is read last is taken, with what stands behind it`() {
    let debian = """
      [client-server]
      socket = /run/mysqld/mysqld.sock
      !includedir /etc/mysql/conf.d/
      !includedir /etc/mysql/mariadb.conf.d/
      """
    #expect(OptionFiles.lastFolder(in: [debian]) == OptionFiles.Folder("/etc/mysql/mariadb.conf.d"))
    let outdone = """
      !includedir   /etc/d
      # sync_binlog = 7
      [mysqld]
      read-only
      loose_Sync-Binlog=1
      """
    let folder = OptionFiles.lastFolder(in: ["[mysqld]\nport = 1\n", outdone])
    #expect(folder?.path == "/etc/d")
    #expect(folder?.outdone == ["read_only", "sync_binlog"])
    #expect(OptionFiles.lastFolder(in: ["[mysqld]\nport = 1\n"]) == nil)
  }
}
