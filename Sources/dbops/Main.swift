import Basics

@main
enum Main {
  static func main() {
    print("dbops")
  }
}
