import Commands

@main
enum Main {
  static func main() {
    print("dbops")
  }
}
