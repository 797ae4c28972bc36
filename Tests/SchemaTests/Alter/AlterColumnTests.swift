import Schema
import Testing

@Suite struct AlterColumnTests {
  static let added: [(String, String)] = [
    ("ADD COLUMN a INT", "add <a> int"),
    ("add a int", "add <a> int"),
    ("ALTER TABLE orders ADD a INT", "add <a> int"),
    ("ALTER TABLE shop.orders ADD a INT", "add <a> int"),
    ("alter online table `shop` . `orders` add a int;", "add <a> int"),
    ("ALTER TABLE IF EXISTS orders WAIT 5 ADD a INT", "add <a> int"),
    ("ALTER TABLE orders NOWAIT ADD a INT ;  -- done", "add <a> int"),
    ("ADD a INT FIRST", "add <a> int first"),
    ("ADD a INT AFTER `b c`", "add <a> int after <b c>"),
    ("ADD first INT FIRST", "add <first> int first"),
    ("ADD after INT AFTER after", "add <after> int after <after>"),
    ("ADD COLUMN IF NOT EXISTS a INT", "add <a> int?"),
    ("ADD IF NOT EXISTS a INT", "add <a> int?"),
    ("ADD (a INT, b VARCHAR(10))", "add <a> int; add <b> varchar(10)"),
    (
      "ADD COLUMN (a INT, KEY k (a), CONSTRAINT c CHECK (a > 0))",
      "add <a> int; add index <k> (<a>); check <c> a > 0"
    ),
    ("ADD COLUMN IF NOT EXISTS (a INT, b INT)", "add <a> int?; add <b> int?"),
    ("ADD `a``b` INT", "add <a`b> int"),
    ("ADD `;` INT, ADD `(` INT, ADD `,` INT", "add <;> int; add <(> int; add <,> int"),
    ("ADD `ADD COLUMN x INT` INT", "add <ADD COLUMN x INT> int"),
    ("ADD 🚀 INT", "add <🚀> int"),
    ("ADD `🚀``☃` INT", "add <🚀`☃> int"),
    ("ADD 列 INT", "add <列> int"),
    ("ADD `key` INT, ADD `index` INT", "add <key> int; add <index> int"),
    (
      "ADD period INT, ADD system INT, ADD vector VECTOR(3)",
      "add <period> int; add <system> int; add <vector> vector(3)"
    ),
    (
      "ADD status INT, ADD comment TEXT, ADD date DATE",
      "add <status> int; add <comment> text; add <date> date"
    ),
    ("ADD /* why */ a /* ; */ INT # so\n", "add <a> int"),
    ("ADD a INT -- ; DROP TABLE x", "add <a> int"),
    ("ADD a INT /*! NOT NULL */", "add <a> int required"),
    ("/*!50100 ADD a INT */", "add <a> int"),
    ("/*M!100000 ADD a INT, */ ADD b INT", "add <a> int; add <b> int"),
    ("ADD a INT /*!80023 INVISIBLE */", "add <a> int invisible"),
  ]

  static let types: [(String, String)] = [
    ("a INTEGER(11) UNSIGNED ZEROFILL", "<a> int(11) unsigned zerofill"),
    ("a INT1", "<a> tinyint"), ("a INT8", "<a> bigint"), ("a MIDDLEINT", "<a> mediumint"),
    ("a BOOL", "<a> tinyint(1)"), ("a BOOLEAN DEFAULT TRUE", "<a> tinyint(1) default TRUE"),
    ("a SERIAL", "<a> bigint unsigned required counts unique"),
    ("a BIGINT UNSIGNED SERIAL DEFAULT VALUE", "<a> bigint unsigned required counts unique"),
    ("a DECIMAL", "<a> decimal(10.0)"), ("a NUMERIC(5)", "<a> decimal(5.0)"),
    ("a DEC(10,2) NOT NULL", "<a> decimal(10.2) required"), ("a FIXED(65,30)", "<a> decimal(65.30)"),
    ("a FLOAT", "<a> float"), ("a FLOAT(24)", "<a> float"), ("a FLOAT(25)", "<a> double"),
    ("a FLOAT(7,3)", "<a> float(7.3)"), ("a DOUBLE PRECISION", "<a> double"), ("a REAL", "<a> double"),
    ("a BIT", "<a> bit(1)"), ("a BIT(64) DEFAULT b'101'", "<a> bit(64) default b'101'"),
    ("a CHAR", "<a> char(1)"), ("a CHARACTER VARYING(9)", "<a> varchar(9)"),
    ("a NATIONAL VARCHAR(9)", "<a> varchar(9) utf8mb3"), ("a NCHAR(3)", "<a> char(3) utf8mb3"),
    ("a NATIONAL CHARACTER VARYING(9)", "<a> varchar(9) utf8mb3"),
    ("a CHAR(3) BYTE", "<a> binary(3)"), ("a CHAR(3) ASCII", "<a> char(3) latin1"),
    ("a CHAR(3) UNICODE", "<a> char(3) ucs2"), ("a LONG VARBINARY", "<a> mediumblob"),
    ("a LONG", "<a> mediumtext"), ("a LONG VARCHAR", "<a> mediumtext"),
    ("a TEXT(70000)", "<a> mediumtext"), ("a BLOB(10)", "<a> tinyblob"),
    ("a TEXT CHARSET utf8 COLLATE utf8_bin", "<a> text utf8mb3 utf8mb3_bin"),
    ("a VARCHAR(5) COLLATE 'latin1_bin' NOT NULL", "<a> varchar(5) latin1 latin1_bin required"),
    ("a ENUM('x','it''s','a,b)','')", "<a> enum(x|it's|a,b)|)"),
    (#"a SET("x",'\'','\\')"#, #"<a> set(x|'|\)"#),
    ("a ENUM('ü','🚀') CHARACTER SET utf8mb4 DEFAULT 'ü'", "<a> enum(ü|🚀) utf8mb4 default 'ü'"),
    (
      "a DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
      "<a> datetime(6) default e:CURRENT_TIMESTAMP(6) update CURRENT_TIMESTAMP(6)"
    ),
    (
      "a TIMESTAMP NULL DEFAULT NOW() ON UPDATE NOW() COMMENT 'x'",
      "<a> timestamp default e:NOW() update NOW() comment x"
    ),
    ("a TIME(3)", "<a> time(3)"), ("a YEAR(4)", "<a> year(4)"),
    ("a POINT NOT NULL SRID 4326", "<a> point required srid 4326"),
    ("a GEOMETRY REF_SYSTEM_ID=101", "<a> geometry srid 101"),
    ("a GEOMCOLLECTION", "<a> geometrycollection"),
    ("a JSON DEFAULT (JSON_ARRAY())", "<a> json default e:(JSON_ARRAY())"),
    ("a UUID DEFAULT uuid()", "<a> uuid default e:uuid()"), ("a INET6", "<a> inet6"),
    ("a NEWTYPE(3)", "<a> other(3)"),
  ]

  static let attributes: [(String, String)] = [
    ("a INT DEFAULT -1", "<a> int default -1"), ("a INT DEFAULT +1 NOT NULL", "<a> int required default +1"),
    ("a DOUBLE DEFAULT 1.5e-10 NOT NULL", "<a> double required default 1.5e-10"),
    ("a DOUBLE DEFAULT .5 COMMENT 'half'", "<a> double default .5 comment half"),
    ("a TEXT DEFAULT (concat('a;', 'b)'))", "<a> text default e:(concat('a;', 'b)'))"),
    ("a TEXT DEFAULT 'a' 'b' NOT NULL", "<a> text required default 'a' 'b'"),
    (
      "a CHAR(9) DEFAULT _utf8mb4'é' COLLATE utf8mb4_bin",
      "<a> char(9) utf8mb4 utf8mb4_bin default _utf8mb4'é'"
    ),
    ("a DATE DEFAULT DATE '2020-01-01' NOT NULL", "<a> date required default DATE '2020-01-01'"),
    ("a BINARY(2) DEFAULT x'00FF'", "<a> binary(2) default x'00FF'"),
    (
      "a BIGINT DEFAULT NEXT VALUE FOR shop.s NOT NULL",
      "<a> bigint required default e:NEXT VALUE FOR shop.s"
    ),
    ("a INT AUTO_INCREMENT PRIMARY KEY FIRST", "<a> int required counts primary first"),
    ("a INT KEY", "<a> int required primary"), ("a INT UNIQUE", "<a> int unique"),
    ("a INT UNIQUE KEY COMMENT 'PRIMARY KEY'", "<a> int comment PRIMARY KEY unique"),
    (
      "a INT REFERENCES p(id) ON DELETE SET NULL ON UPDATE CASCADE NOT NULL",
      "<a> int required foreign <> a → p(id) delete SET NULL update CASCADE"
    ),
    ("a INT AS (b + 1)", "<a> int virtual b + 1"),
    (
      "a INT GENERATED ALWAYS AS ((b + (c * (d - 1)))) STORED NOT NULL",
      "<a> int required stored (b + (c * (d - 1)))"
    ),
    (
      "a VARCHAR(9) AS (if(b = ',', ')', '(')) PERSISTENT UNIQUE",
      "<a> varchar(9) stored if(b = ',', ')', '(') unique"
    ),
    ("a INT CHECK (a > 0 AND a <> ')') NOT ENFORCED", "<a> int check a > 0 AND a <> ')'"),
    ("a INT CONSTRAINT c CHECK (a > 0)", "<a> int check a > 0"),
    ("a INT CONSTRAINT CHECK (a > 0)", "<a> int check a > 0"),
    ("a TIMESTAMP(6) GENERATED ALWAYS AS ROW START", "<a> timestamp(6) required row start"),
    ("a TIMESTAMP(6) AS ROW END INVISIBLE", "<a> timestamp(6) required row end invisible"),
    ("a INT WITHOUT SYSTEM VERSIONING", "<a> int unversioned"),
    ("a TEXT COMPRESSED=zlib NOT NULL", "<a> text required compressed"),
    ("a TEXT COMPRESSED", "<a> text compressed"),
    ("a INT COLUMN_FORMAT DYNAMIC STORAGE MEMORY NOT NULL", "<a> int required"),
    (#"a INT ENGINE_ATTRIBUTE = '{"a": 1}' NOT NULL"#, "<a> int required"),
    ("a INT INVISIBLE DEFAULT 1 AFTER b", "<a> int default 1 invisible after <b>"),
    (#"a TEXT COMMENT 'it''s \'quoted\'; -- /* x'"#, "<a> text comment it's 'quoted'; -- /* x"),
    ("a INT COMMENT 'AFTER b' AFTER c", "<a> int comment AFTER b after <c>"),
    ("a INT NEWER(1,2) NEWEST=3 NOT NULL", "<a> int required"),
  ]

  static let changed: [(String, String)] = [
    ("DROP COLUMN a", "drop <a>"), ("DROP a", "drop <a>"), ("DROP COLUMN IF EXISTS a", "drop <a>?"),
    ("DROP IF EXISTS a", "drop <a>?"), ("DROP a CASCADE, DROP COLUMN b RESTRICT", "drop <a>; drop <b>"),
    ("DROP view, DROP user", "drop <view>; drop <user>"), ("DROP `PRIMARY`", "drop <PRIMARY>"),
    ("DROP `column`", "drop <column>"),
    ("CHANGE a b INT", "change <a> <b> int"),
    ("CHANGE COLUMN `a` `a` BIGINT NOT NULL FIRST", "change <a> <a> bigint required first"),
    ("CHANGE IF EXISTS a b INT AFTER c", "change <a> <b> int after <c>?"),
    ("CHANGE a A INT", "change <a> <A> int"),
    ("CHANGE a b INT, CHANGE b a INT", "change <a> <b> int; change <b> <a> int"),
    ("MODIFY a BIGINT", "modify <a> bigint"), ("MODIFY COLUMN IF EXISTS a BIGINT", "modify <a> bigint?"),
    (
      "MODIFY COLUMN a ENUM('y','x') NOT NULL DEFAULT 'x' AFTER b",
      "modify <a> enum(y|x) required default 'x' after <b>"
    ),
    ("RENAME COLUMN a TO b", "rename <a> <b>"), ("RENAME COLUMN IF EXISTS a TO b", "rename <a> <b>?"),
    ("RENAME COLUMN a TO b, RENAME COLUMN b TO a", "rename <a> <b>; rename <b> <a>"),
    ("RENAME COLUMN `TO` TO `to to`", "rename <TO> <to to>"),
    ("ALTER a SET DEFAULT 5", "alter <a> default 5"), ("ALTER COLUMN a DROP DEFAULT", "alter <a> no default"),
    ("ALTER COLUMN a SET DEFAULT (uuid())", "alter <a> default e:(uuid())"),
    ("ALTER COLUMN IF EXISTS a SET DEFAULT NULL", "alter <a> default null?"),
    ("ALTER a SET DEFAULT 'x;y'", "alter <a> default 'x;y'"),
    ("ALTER a SET INVISIBLE, ALTER b SET VISIBLE", "alter <a> invisible; alter <b> visible"),
    ("ALTER online SET DEFAULT 1", "alter <online> default 1"),
  ]

  @Test(arguments: added) func `new columns`(sql: String, sketch: String) throws {
    #expect(try Sketch.of(sql) == sketch)
  }

  @Test(arguments: types + attributes) func `definitions of columns`(sql: String, sketch: String) throws {
    #expect(try Sketch.of("ADD " + sql) == "add " + sketch)
    #expect(try Sketch.of("MODIFY \(sql), ADD z INT") == "modify \(sketch); add <z> int")
  }

  @Test(arguments: changed) func `columns that are there`(sql: String, sketch: String) throws {
    #expect(try Sketch.of(sql) == sketch)
  }
}
