import Commands
import FoundationEssentials
import Glibc

@main
enum Main {
  static func main() async {
    let status = await Program.run(
      arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment,
      leave: { _exit($0) })
    exit(status)
  }
}
