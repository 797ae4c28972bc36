import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct SelectionTests {
    @Test(arguments: TestServer.available)
    func `one table comes back beside the original`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let shop = try Shop(server, named: trip.word)
        let before = try await shop.portrait()
        let outcome = try await trip.backup(trip.dump(shop.databases))
        try await trip.restore(
          outcome,
          try RestoreJob.Settings(
            selection: Selection(tables: [TableName(shop.main, "orders")]),
            renames: ["\(shop.main).orders=\(shop.main).orders_old"]), as: server.options())
        let after = try await shop.portrait()
        let added = ["rows of \(shop.main).orders_old", "table \(shop.main).orders_old"]
        #expect(after.facts.keys.filter { before.facts[$0] == nil }.sorted() == added)
        #expect(before.facts.filter { after.facts[$0.key] != $0.value } == [:])
        #expect(after.facts[added[0]] == before.facts["rows of \(shop.main).orders"])
      }
    }

    @Test(arguments: TestServer.available)
    func `databases come back under other names with all that connects them`(server: TestServer) async throws
    {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let shop = try Shop(server, named: trip.word)
        let outcome = try await trip.backup(trip.dump(shop.databases))
        let renames = ["\(shop.main)=\(shop.main)_copy", "\(shop.stock)=\(shop.main)_goods"]
        try await trip.restore(outcome, try RestoreJob.Settings(renames: renames), as: server.options())
        let before = try await shop.portrait()
        let copy = try await Portrait.of(databases: ["\(shop.main)_copy", "\(shop.main)_goods"], on: server)
        let expected = before.renaming(shop.stock, to: "\(shop.main)_goods")
          .renaming(shop.main, to: "\(shop.main)_copy")
          .renaming("\(shop.main)_copy_goods", to: "\(shop.main)_goods")
        #expect(expected.differences(in: copy) == [])
        // The copy is whole by itself: what happens to it does not reach the original.
        let connection = try await Connection.open(server.options())
        try await connection.execute(
          "INSERT INTO \(quoted: "\(shop.main)_copy", "orders") (customer, item) VALUES (1, 1)")
        await #expect(throws: SQLFailure.self) {
          try await connection.execute("DELETE FROM \(quoted: "\(shop.main)_goods", "items")")
        }
        await connection.close()
        #expect(before.differences(in: try await shop.portrait()) == [])
      }
    }

    @Test(arguments: TestServer.available)
    func `what is left out of a backup or a restore is not there`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let shop = try Shop(server, named: trip.word)
        var settings = trip.dump(shop.databases)
        settings.selection.excludedTables = [TableName(shop.main, "audit")]
        let outcome = try await trip.backup(settings)
        let selection = Selection(
          excludedDatabases: [shop.stock], excludedTables: [TableName(shop.main, "totals")])
        let restored = try await trip.restore(outcome, try RestoreJob.Settings(selection: selection))
        #expect(
          restored.remarks.map { $0.prefix { $0 != ":" } }
            == ["priced", "stocked"].map {
              "view \(shop.main).\($0) is left out"
            })
        let copy = try await Portrait.of(databases: [shop.main], on: server, .target)
        let source = try await Portrait.of(databases: [shop.main], on: server)
        let missing = source.facts.keys.filter { copy.facts[$0] == nil }.sorted()
        #expect(
          missing == [
            "rows of \(shop.main).audit", "table \(shop.main).audit", "view \(shop.main).priced",
            "view \(shop.main).stocked", "view \(shop.main).totals",
          ])
        #expect(copy.facts.filter { source.facts[$0.key] != $0.value } == [:])
      }
    }

    @Test(arguments: TestServer.available)
    func `what is there is refused, and replaced only when that is wanted`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let shop = try Shop(server, named: trip.word)
        let before = try await shop.portrait()
        let outcome = try await trip.backup(trip.dump(shop.databases))
        try await shop.spoil()
        let spoilt = try await shop.portrait()
        let refusal = await #expect(throws: OpsError.self) {
          try await trip.restore(outcome, try RestoreJob.Settings(), as: server.options())
        }
        #expect(refusal?.code == .refused)
        #expect(spoilt.differences(in: try await shop.portrait()) == [])
        try await trip.restore(outcome, try RestoreJob.Settings(overwrites: true), as: server.options())
        #expect(before.differences(in: try await shop.portrait()) == [])
      }
    }
  }
}

/// Two databases that lean on each other.
struct Shop: Sendable {
  let server: TestServer
  let main: String
  let stock: String

  var databases: Set<String> { [main, stock] }

  init(_ server: TestServer, named word: String) throws {
    self.server = server
    main = word
    stock = "\(word)_stock"
    try PlainClient(server).run(Self.script.replacing("SHOP", with: word))
  }

  func portrait() async throws -> Portrait { try await Portrait.of(databases: [main, stock], on: server) }

  /// Changes rows, definitions and programs.
  func spoil() async throws {
    let connection = try await Connection.open(server.options())
    let statements: [SQLText] = [
      "DELETE FROM orders WHERE id % 3 = 0", "ALTER TABLE customers ADD COLUMN junk INT",
      "ALTER TABLE orders DROP FOREIGN KEY of_item", "DROP TRIGGER counted", "DROP PROCEDURE order_one",
      "CREATE PROCEDURE order_one () SELECT 'junk'", "CREATE OR REPLACE VIEW totals AS SELECT 'junk' AS junk",
      "DROP EVENT nightly",
    ]
    try await connection.perform { connection in
      try connection.execute("USE \(quoted: main)")
      for statement in statements { try connection.execute(statement) }
    }
    await connection.close()
  }

  private static let script = """
    DROP DATABASE IF EXISTS SHOP; DROP DATABASE IF EXISTS SHOP_stock;
    CREATE DATABASE SHOP CHARACTER SET utf8mb4; CREATE DATABASE SHOP_stock CHARACTER SET latin1;
    USE SHOP;
    CREATE TABLE SHOP_stock.items (id INT NOT NULL PRIMARY KEY, name VARCHAR(30) NOT NULL);
    CREATE TABLE customers (id INT NOT NULL PRIMARY KEY, name VARCHAR(30), UNIQUE KEY name (name));
    CREATE TABLE orders (
      id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL, amount INT NOT NULL DEFAULT 1,
      twice INT AS (amount * 2) STORED, KEY amount (amount), CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES customers (id),
      CONSTRAINT of_item FOREIGN KEY (item) REFERENCES SHOP_stock.items (id), CONSTRAINT positive CHECK (amount > 0));
    CREATE TABLE audit (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(60));
    CREATE TABLE SHOP_stock.places (item INT NOT NULL PRIMARY KEY, place VARCHAR(10),
      FOREIGN KEY (item) REFERENCES SHOP_stock.items (id) ON DELETE CASCADE);
    CREATE FUNCTION SHOP_stock.price () RETURNS INT DETERMINISTIC RETURN 3;
    CREATE VIEW priced AS SELECT id, amount * SHOP_stock.price() AS price FROM orders;
    CREATE VIEW totals AS SELECT c.name, COUNT(o.id) AS orders, SUM(o.twice) AS twice FROM customers c
      LEFT JOIN orders o ON o.customer = c.id GROUP BY c.name;
    CREATE VIEW stocked AS SELECT o.id, i.name FROM orders o JOIN SHOP_stock.items i ON i.id = o.item;
    CREATE VIEW SHOP_stock.ordered AS SELECT name, COUNT(*) AS n FROM SHOP.stocked GROUP BY name;
    DELIMITER //
    CREATE TRIGGER counted AFTER UPDATE ON orders FOR EACH ROW INSERT INTO audit (what) VALUES (CONCAT('order ', NEW.id))//
    CREATE PROCEDURE order_one (IN who INT) BEGIN INSERT INTO orders (customer, item) VALUES (who, 1); END//
    CREATE FUNCTION order_count () RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM orders)//
    CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM audit WHERE id < 0//
    DELIMITER ;
    INSERT INTO SHOP_stock.items VALUES (1, 'tea'), (2, 'rice'), (3, 'salt');
    INSERT INTO SHOP_stock.places VALUES (1, 'A'), (3, 'B');
    INSERT INTO customers VALUES (1, 'Asha'), (2, 'Ravi');
    INSERT INTO orders (customer, item, amount) VALUES (1, 1, 5), (2, 2, 1), (1, 3, 2), (2, 1, 9);
    UPDATE orders SET amount = 6 WHERE id = 1;
    """
}
