import Basics
import Commands
import Foundation
import TestKit
import Testing

@Suite struct ProcessTests {
  /// The program built beside these tests; nil when it was not built.
  private static let program: String? = {
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let path = folder.appending(path: "dbops").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// Runs a script of bash in which `$dbops` is the program and descriptor 3 a pipe that is full, so
  /// that the program is caught in the middle of its output.
  private func bash(_ script: String) throws -> ExternalTool.Result {
    let bash = try #require(ExternalTool("bash"))
    let program = try #require(Self.program)
    let lead = """
      set -u
      dbops=\(program)
      folder=$(mktemp -d)
      trap 'rm -r "$folder"' EXIT
      mkfifo "$folder/pipe"
      exec 3<>"$folder/pipe"
      head -c 65536 /dev/zero >&3
      # Waits until its command succeeds; ten seconds are for a machine that has much else to do.
      await() { for _ in {1..500}; do ! "$@" || return 0; sleep 0.02; done; echo "in vain: $*"; }
      writing() { cat "/proc/$1"/task/*/wchan 2>/dev/null | grep -q pipe_write; }

      """
    return try bash.run(["--norc"], input: lead + script)
  }

  @Test(.enabled(if: program != nil && ExternalTool.exists("bash"), "dbops or bash is not there"))
  func `a second signal ends the process at once`() throws {
    let result = try bash(
      """
      "$dbops" version >&3 & await writing $!
      kill -TERM $!
      await grep -q stopping "$folder/said"
      kill -TERM $!
      wait $!
      echo "status $?"
      """.replacing("version >&3", with: "version >&3 2>\"$folder/said\""))
    #expect(result.output.hasSuffix("status 143\n"), "\(result.output)")
  }

  @Test(.enabled(if: program != nil && ExternalTool.exists("bash"), "dbops or bash is not there"))
  func `no core is written and nothing of the memory is for a handler`() throws {
    let result = try bash(
      """
      "$dbops" version >&3 & await writing $!
      grep 'Max core' "/proc/$!/limits" | tr -s ' '
      cat "/proc/$!/coredump_filter"
      kill -KILL $!
      """)
    #expect(result.output.contains("Max core file size 0 0 bytes \n00000000\n"), "\(result.output)")
  }

  @Test(.enabled(if: program != nil && ExternalTool.exists("bash"), "dbops or bash is not there"))
  func `a password on the command line is blanked in the process list`() throws {
    let result = try bash(
      """
      "$dbops" backup --password=canary --threads=2 --help >&3 & await writing $!
      tr '\\0' ' ' < "/proc/$!/cmdline"
      kill -KILL $!
      """)
    #expect(
      result.output.contains("dbops backup --password=xxxxxx --threads=2 --help "), "\(result.output)")
  }

  @Test(.enabled(if: program != nil && ExternalTool.exists("bash"), "dbops or bash is not there"))
  func `a reader that leaves early sees no complaint`() throws {
    let result = try bash("set -o pipefail; \"$dbops\" completion zsh | head -n 1; echo \"status $?\"")
    #expect(result.output == "#compdef dbops\nstatus 0\n")
  }

  @Test func `a descriptor tells a closed reader from a full disk`() throws {
    ProcessSetup.harden()
    let pipe = Pipe()
    let sink = OutputSink.descriptor(pipe.fileHandleForWriting.fileDescriptor)
    #expect(sink.write([1, 2, 3]) == .written)
    try pipe.fileHandleForReading.close()
    #expect(sink.write([1]) == .closed)
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    #expect(OutputSink.descriptor(full.fileDescriptor).write([1]) == .failed(ENOSPC))
  }
}
