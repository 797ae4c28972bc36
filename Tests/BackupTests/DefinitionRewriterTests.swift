import Backup
import MySQL
import Schema
import Testing

@Suite struct DefinitionRewriterTests {
  private func rewriter(_ rules: String..., known: [TableName] = []) throws -> DefinitionRewriter {
    DefinitionRewriter(try NameMapping(rules: rules), known: Set(known))
  }

  private func table(_ rewriter: DefinitionRewriter, _ create: [UInt8], of name: TableName) throws -> String {
    text(try rewriter.table(create, of: name).statement)
  }

  private func program(
    _ rewriter: DefinitionRewriter, _ kind: StoredProgram.Kind, _ create: String, sqlMode: String = ""
  ) -> String {
    text(rewriter.program(Sample.program(kind, "shop", "x", create, sqlMode: sqlMode)))
  }

  @Test func `the first name is the object's own`() throws {
    let rewriter = try rewriter("shop=co`py")
    let create = Array("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT `x` */".utf8)
    #expect(
      text(rewriter.replacingFirstName(in: create, by: "co`py"))
        == "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `co``py` /*!40100 DEFAULT `x` */")
  }

  @Test func `without a rule a table's text stays as it is`() throws {
    let create = Sample.create(
      "t", ["`id` int", "CONSTRAINT `f` FOREIGN KEY (`id`) REFERENCES `shop`.`t` (`id`)"])
    #expect(try table(DefinitionRewriter(.identity), create, of: TableName("shop", "t")) == text(create))
  }

  @Test func `a foreign key follows its parent to the new name`() throws {
    func child(_ parent: String) -> [UInt8] {
      Sample.create("child", ["`p` int", "CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES \(parent) (`id`)"])
    }
    let name = TableName("shop", "child")
    let moved = try rewriter("shop=copy")
    #expect(try table(moved, child("`parent`"), of: name).contains("REFERENCES `parent` (`id`)"))
    #expect(try table(moved, child("`shop`.`parent`"), of: name).contains("REFERENCES `parent` (`id`)"))
    #expect(
      try table(moved, child("`other`.`parent`"), of: name).contains("REFERENCES `other`.`parent` (`id`)"))
    let renamed = try rewriter("shop.parent=shop.elders")
    #expect(try table(renamed, child("`parent`"), of: name).contains("REFERENCES `elders` (`id`)"))
    let apart = try rewriter("shop.parent=far.elders")
    #expect(try table(apart, child("`parent`"), of: name).contains("REFERENCES `far`.`elders` (`id`)"))
    let other = try rewriter("other=shop2")
    #expect(
      try table(other, child("`other`.`parent`"), of: name).contains("REFERENCES `shop2`.`parent` (`id`)"))
  }

  @Test func `a table that points at itself still does under its new name`() throws {
    let create = Sample.create("t", ["`p` int", "CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES `t` (`id`)"])
    let found = try table(try rewriter("shop.t=shop.t_old"), create, of: TableName("shop", "t"))
    #expect(found.hasPrefix("CREATE TABLE `t_old` ("))
    #expect(found.contains("REFERENCES `t_old` (`id`)"))
  }

  @Test func `a table beside its original gets constraints with names of their own`() throws {
    let create = Sample.create(
      "orders",
      [
        "`id` int", "KEY `fk` (`id`)", "CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`id`) REFERENCES `p` (`id`)",
        "CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `p` (`id`)", "CONSTRAINT `positive` CHECK (`id` > 0)",
      ])
    let found = try table(try rewriter("shop.orders=shop.old"), create, of: TableName("shop", "orders"))
    #expect(found.contains("CONSTRAINT `old_ibfk_1` FOREIGN KEY"))
    #expect(found.contains("CONSTRAINT `old_fk` FOREIGN KEY"))
    #expect(found.contains("CONSTRAINT `old_positive` CHECK"))
    #expect(found.contains("KEY `fk` (`id`)"))
    let moved = try table(try rewriter("shop.orders=copy.orders"), create, of: TableName("shop", "orders"))
    #expect(moved.contains("CONSTRAINT `fk` FOREIGN KEY"))
  }

  @Test func `the name of a constraint is never too long nor the same as another's`() throws {
    let long = String(repeating: "☃", count: 60)
    let lines = ["a", "b"].map { "CONSTRAINT `\(long)\($0)` CHECK (`id` > 0)" }
    let found = try rewriter("shop.t=shop.t_old").table(
      Sample.create("t", ["`id` int"] + lines), of: TableName("shop", "t"))
    let names = found.definitions.compactMap { definition -> String? in
      let tokens = SQLLexer.tokens(of: definition.text)
      return definition.kind == .other ? tokens[1].name(in: definition.text) : nil
    }
    #expect(names.count == 2 && Set(names).count == 2)
    #expect(names.allSatisfy { $0.unicodeScalars.count <= 64 && $0.hasPrefix("t_old_☃") })
  }

  @Test func `a default that counts by a sequence uses the restored one`() throws {
    let create = Sample.create(
      "t", ["`id` int DEFAULT nextval(`shop`.`seq`)", "`v` int DEFAULT nextval(`shop`.`gone`)"])
    let rewriter = try rewriter("shop=copy", known: [TableName("shop", "seq")])
    let found = try table(rewriter, create, of: TableName("shop", "t"))
    #expect(found.contains("nextval(`copy`.`seq`)") && found.contains("nextval(`shop`.`gone`)"))
  }

  @Test func `a view's qualifiers change where they name something that is restored`() throws {
    let rewriter = try rewriter("shop=copy", known: [TableName("shop", "t"), TableName("shop", "f")])
    let create = """
      CREATE VIEW `v` AS select `shop`.`t`.`id` AS `shop`,`shop`.`f`(1) AS `f`,`shop`.`v2` AS `x`,`x`.`shop`.`t` AS `y`,\
      'in `shop`.`t`' AS `z` from (`shop`.`t` join `stock`.`t`) /* `shop`.`t` */
      """
    #expect(
      text(rewriter.view(Array(create.utf8))) == """
        CREATE VIEW `v` AS select `copy`.`t`.`id` AS `shop`,`copy`.`f`(1) AS `f`,`shop`.`v2` AS `x`,`x`.`shop`.`t` AS `y`,\
        'in `shop`.`t`' AS `z` from (`copy`.`t` join `stock`.`t`) /* `shop`.`t` */
        """)
  }

  @Test(arguments: [
    "CREATE DEFINER=`shop`@`%` TRIGGER DB.`tr` BEFORE INSERT ON DB.`t` FOR EACH ROW SET @shop = 'shop.t'",
    "CREATE DEFINER=`r`@`%` TRIGGER DB . tr AFTER DELETE on DB . t FOR EACH ROW BEGIN END",
    "CREATE DEFINER=`r`@`%` TRIGGER IF NOT EXISTS DB.tr BEFORE INSERT ON DB.t FOR EACH ROW SET NEW.v = 1",
    "CREATE TRIGGER /* shop.x ON shop.y */ tr BEFORE INSERT -- it's\n ON DB.`t` FOR EACH ROW SET NEW.v = 1",
    "CREATE trigger `on` BEFORE INSERT ON DB.t FOR EACH ROW SET NEW.v = 1",
  ])
  func `a trigger moves with its table`(template: String) throws {
    let rewriter = try rewriter("shop=copy")
    let found = program(rewriter, .trigger, template.replacing("DB", with: "`shop`"))
    #expect(found == template.replacing("DB", with: "`copy`"))
    #expect(program(rewriter, .trigger, template.replacing("DB", with: "shop")) == found)
    #expect(program(try self.rewriter("stock=copy"), .trigger, template) == template)
  }

  @Test func `names in double quotes move too where the mode has them`() throws {
    let create =
      #"CREATE DEFINER="r"@"%" TRIGGER "shop"."tr" BEFORE INSERT ON "shop"."t" FOR EACH ROW SET @a = 1"#
    let rewriter = try rewriter("shop=copy")
    #expect(
      program(rewriter, .trigger, create, sqlMode: "ANSI_QUOTES")
        == #"CREATE DEFINER="r"@"%" TRIGGER `copy`."tr" BEFORE INSERT ON `copy`."t" FOR EACH ROW SET @a = 1"#)
    let body = #"CREATE PROCEDURE "p"() SELECT * FROM "shop"."t""#
    #expect(rewriter.mentions(in: Array(body.utf8), sqlMode: "ANSI_QUOTES") == ["shop"])
    #expect(rewriter.mentions(in: Array(body.utf8), sqlMode: "") == [])
  }

  @Test(arguments: [
    (StoredProgram.Kind.procedure, "CREATE PROCEDURE DB.p() SELECT 1"),
    (.function, "CREATE DEFINER=`r`@`%` FUNCTION IF NOT EXISTS DB.`f`() RETURNS int RETURN 1"),
    (.event, "CREATE EVENT DB.`e` ON SCHEDULE EVERY 1 DAY DO DELETE FROM shop.t"),
    (.package, "CREATE PACKAGE DB.pk AS PROCEDURE a; END"),
    (.packageBody, "CREATE PACKAGE BODY DB.pk AS PROCEDURE a AS BEGIN NULL; END; END"),
  ])
  func `a routine's own qualifier changes, its body does not`(kind: StoredProgram.Kind, template: String)
    throws
  {
    let found = program(try rewriter("shop=copy"), kind, template.replacing("DB", with: "shop"))
    #expect(found == template.replacing("DB", with: "`copy`"))
  }

  @Test func `what a body still mentions is told, strings and comments apart`() throws {
    let rewriter = try rewriter("shop=copy", "stock=copy2")
    let body =
      "CREATE PROCEDURE p() BEGIN SELECT 'shop.x'; /* stock.y */ INSERT INTO stock.z SELECT * FROM `shop`.t; END"
    #expect(rewriter.mentions(in: Array(body.utf8), sqlMode: "") == ["shop", "stock"])
    let none = Array("CREATE PROCEDURE p() SELECT 'shop.x' -- stock.y".utf8)
    #expect(rewriter.mentions(in: none, sqlMode: "") == [])
  }

  @Test func `text that ends too early is left alone`() throws {
    let rewriter = try rewriter("shop=copy")
    for create in [
      "", "CREATE", "CREATE TRIGGER", "CREATE TRIGGER shop", "CREATE TRIGGER shop.", "CREATE TRIGGER IF NOT",
      "`shop",
    ] {
      let found = program(rewriter, .trigger, create)
      #expect(found == create || found == create.replacing("shop", with: "`copy`"))
      _ = rewriter.view(Array(create.utf8))
      _ = rewriter.mentions(in: Array(create.utf8), sqlMode: "")
    }
  }
}
