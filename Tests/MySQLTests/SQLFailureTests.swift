import Basics
import MySQL
import Testing

@Suite struct SQLFailureTests {
  private func failure(_ number: Int, _ text: String = "") -> SQLFailure {
    SQLFailure(number: number, text: text, server: "db1:3306", account: "backup@10.0.0.%")
  }

  @Test(arguments: [
    (1045, SQLFailure.Kind.login, ExitCode.privilege), (1227, .privilege, .privilege),
    (3630, .privilege, .privilege),
    (2003, .unreachable, .failed), (2002, .unreachable, .failed), (2013, .connectionLost, .failed),
    (1927, .connectionLost, .failed), (2026, .tls, .failed), (1213, .contention, .failed),
    (1146, .unknownObject, .failed), (1049, .unknownObject, .notFound), (3948, .localDataDisabled, .failed),
    (1317, .interrupted, .failed),
    (1153, .packetTooLarge, .failed), (1836, .readOnly, .failed), (1064, .other, .failed),
  ])
  func `each number has its kind and its exit status`(number: Int, kind: SQLFailure.Kind, code: ExitCode) {
    #expect(failure(number).kind == kind)
    #expect(failure(number).opsError.code == code)
  }

  @Test(arguments: [
    (
      1227, "Access denied; you need (at least one of) the RELOAD privilege(s) for this operation",
      "GRANT RELOAD ON *.* TO 'backup'@'10.0.0.%'"
    ),
    (
      1227,
      "Access denied; you need (at least one of) the SUPER or BINLOG_ADMIN privilege(s) for this operation",
      "GRANT BINLOG_ADMIN ON *.* TO 'backup'@'10.0.0.%'"
    ),
    (
      1227,
      "Access denied; you need (at least one of) the SUPER, REPLICATION SLAVE ADMIN privilege(s) for this operation",
      "GRANT REPLICATION SLAVE ADMIN ON *.* TO 'backup'@'10.0.0.%'"
    ),
    (
      1142, "SELECT command denied to user 'ro'@'localhost' for table `shop`.`orders`",
      "GRANT SELECT ON `shop`.`orders` TO 'ro'@'localhost'"
    ),
    (
      1142, "LOCK TABLES command denied to user 'ro'@'localhost' for table 'orders'",
      "GRANT LOCK TABLES ON `orders` TO 'ro'@'localhost'"
    ),
    (
      1370, "alter routine command denied to user 'ro'@'%' for routine 'shop.total'",
      "GRANT ALTER ROUTINE ON PROCEDURE `shop`.`total` TO 'ro'@'%'"
    ),
    (
      1044, "Access denied for user 'ro'@'%' to database 'shop'",
      "GRANT SELECT, SHOW VIEW, TRIGGER, LOCK TABLES ON `shop`.* TO 'ro'@'%'"
    ),
  ])
  func `a missing privilege comes with the GRANT for it`(number: Int, text: String, grant: String) {
    #expect(failure(number, text).grant == grant)
    #expect(failure(number, text).opsError.hint.hasSuffix(grant))
  }

  @Test func `what follows IDENTIFIED is not repeated`() {
    let told = failure(1064, "syntax error near 'x' identified by 'tops3cret'' at line 1").opsError
    #expect(!told.message.contains("tops3cret"))
    #expect(told.message.contains("syntax error near 'x'"))
  }

  @Test func `a lost connection names the server and keeps the cause`() {
    let told = OpsError.wrapping(failure(2013, "Lost connection"), as: "cannot back up shop")
    #expect(told.message == "cannot back up shop: connection to db1:3306 lost: Lost connection (error 2013)")
  }
}
