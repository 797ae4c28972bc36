import Schema
import Testing

@Suite struct AlterKeyTests {
  static let keys: [(String, String)] = [
    ("ADD INDEX (a)", "add index <> (<a>)"), ("ADD KEY k (a, b DESC)", "add index <k> (<a>,<b> desc)"),
    ("ADD INDEX `a``b` (`c``d`(10) ASC)", "add index <a`b> (<c`d>(10))"),
    ("ADD INDEX k USING BTREE (a) COMMENT 'x' INVISIBLE", "add index <k> (<a>) BTREE comment x hidden"),
    ("ADD KEY k TYPE BTREE (a) KEY_BLOCK_SIZE=8 IGNORED", "add index <k> (<a>) BTREE hidden"),
    ("ADD INDEX USING HASH (a)", "add index <> (<a>) HASH"),
    ("ADD INDEX k (a) USING HASH", "add index <k> (<a>) HASH"),
    ("ADD INDEX IF NOT EXISTS k (a)", "add index <k> (<a>)?"),
    ("ADD INDEX k ((a + b), (lower(c)) DESC)", "add index <k> (e:a + b,e:lower(c) desc)"),
    (
      "ADD INDEX k ((CAST(j->'$.x' AS UNSIGNED ARRAY)))", "add index <k> (e:CAST(j->'$.x' AS UNSIGNED ARRAY))"
    ),
    ("ADD UNIQUE (a)", "add unique <> (<a>)"), ("ADD UNIQUE KEY u (a, b)", "add unique <u> (<a>,<b>)"),
    ("ADD UNIQUE INDEX u (a(5))", "add unique <u> (<a>(5))"),
    ("ADD CONSTRAINT c UNIQUE (a)", "add unique <c> (<a>)"),
    ("ADD CONSTRAINT c UNIQUE KEY u (a)", "add unique <u> (<a>)"),
    ("ADD CONSTRAINT UNIQUE (a)", "add unique <> (<a>)"),
    ("ADD PRIMARY KEY (a, b)", "add primary <PRIMARY> (<a>,<b>)"),
    ("ADD CONSTRAINT pk PRIMARY KEY USING BTREE (a)", "add primary <PRIMARY> (<a>) BTREE"),
    ("DROP PRIMARY KEY, ADD PRIMARY KEY (id, at)", "drop primary; add primary <PRIMARY> (<id>,<at>)"),
    ("ADD FULLTEXT (a)", "add fulltext <> (<a>)"),
    ("ADD FULLTEXT INDEX f (a, b) WITH PARSER ngram", "add fulltext <f> (<a>,<b>) parser ngram"),
    ("ADD SPATIAL KEY s (g)", "add spatial <s> (<g>)"),
    ("ADD VECTOR INDEX v (e) M=8 DISTANCE=cosine", "add vector <v> (<e>)"),
    ("ADD UNIQUE u (a, p WITHOUT OVERLAPS)", "add unique <u> (<a>,<p> alone)"),
    ("DROP INDEX k", "drop key <k>"), ("DROP KEY IF EXISTS `a b`", "drop key <a b>?"),
    ("DROP PRIMARY KEY", "drop primary"), ("DROP KEY `PRIMARY`", "drop key <PRIMARY>"),
    ("RENAME INDEX a TO b", "rename key <a> <b>"), ("RENAME KEY IF EXISTS a TO b", "rename key <a> <b>?"),
    ("ALTER INDEX k INVISIBLE", "key <k> hidden"), ("ALTER INDEX k VISIBLE", "key <k> visible"),
    ("ALTER KEY k IGNORED", "key <k> hidden"), ("ALTER KEY IF EXISTS k NOT IGNORED", "key <k> visible"),
  ]

  static let constraints: [(String, String)] = [
    ("ADD FOREIGN KEY (a) REFERENCES p (id)", "add foreign <> a → p(id)"),
    (
      "ADD CONSTRAINT fk FOREIGN KEY i (a,b) REFERENCES d.p (x,y) MATCH FULL ON UPDATE NO ACTION ON DELETE SET DEFAULT",
      "add foreign <fk> a,b → d.p(x,y) delete SET DEFAULT update NO ACTION"
    ),
    (
      "ADD CONSTRAINT FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT",
      "add foreign <> a → p(id) delete RESTRICT"
    ),
    ("ADD FOREIGN KEY IF NOT EXISTS f (a) REFERENCES p (id)", "add foreign <f> a → p(id)?"),
    ("ADD CONSTRAINT IF NOT EXISTS f FOREIGN KEY (a) REFERENCES p (id)", "add foreign <f> a → p(id)?"),
    ("ADD CHECK (a > 0)", "check <> a > 0"),
    (
      "ADD CONSTRAINT c CHECK ((a > 0) OR (b IN (1, 2, (3)))) NOT ENFORCED",
      "check <c> (a > 0) OR (b IN (1, 2, (3))) loose"
    ),
    ("ADD CONSTRAINT CHECK (a <> 'x)') ENFORCED", "check <> a <> 'x)'"),
    ("ADD CONSTRAINT `CHECK` CHECK (1)", "check <CHECK> 1"),
    ("DROP CHECK c", "drop constraint <c>"), ("DROP CONSTRAINT IF EXISTS c", "drop constraint <c>?"),
    ("DROP FOREIGN KEY f", "drop foreign <f>"), ("DROP FOREIGN KEY IF EXISTS f", "drop foreign <f>?"),
    ("ALTER CHECK c NOT ENFORCED", "constraint <c> off"),
    ("ALTER CONSTRAINT c ENFORCED", "constraint <c> on"),
    ("ADD PERIOD FOR p (a, b)", "period <p> a,b"),
    ("ADD PERIOD IF NOT EXISTS FOR SYSTEM_TIME (a, b)", "period <SYSTEM_TIME> a,b"),
    ("DROP PERIOD FOR p", "drop period <p>"), ("ADD SYSTEM VERSIONING", "versioned"),
    ("DROP SYSTEM VERSIONING", "unversioned"),
  ]

  static let table: [(String, String)] = [
    ("FORCE", "force"), ("ENGINE=InnoDB", "ENGINE=InnoDB"), ("engine innodb", "ENGINE=innodb"),
    ("ENGINE='InnoDB'", "ENGINE=InnoDB"), ("AUTO_INCREMENT = 1000", "AUTO_INCREMENT=1000"),
    ("ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8", "ROW_FORMAT=COMPRESSED; KEY_BLOCK_SIZE=8"),
    ("DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "CHARSET=utf8mb4; COLLATE=utf8mb4_bin"),
    ("CHARSET=latin1, COMMENT='it''s; \"x\"'", "CHARSET=latin1; COMMENT=it's; \"x\""),
    ("DEFAULT COLLATE = utf8mb4_bin", "COLLATE=utf8mb4_bin"),
    ("COMMENT \"double\"", "COMMENT=double"),
    ("CONVERT TO CHARACTER SET utf8", "convert utf8mb3 -"),
    (
      "CONVERT TO CHARSET 'utf8mb4' COLLATE 'utf8mb4_unicode_ci', ADD a INT",
      "convert utf8mb4 utf8mb4_unicode_ci; add <a> int"
    ),
    ("CONVERT TO CHARACTER SET DEFAULT", "convert - -"),
    ("STATS_PERSISTENT=1, STATS_SAMPLE_PAGES=DEFAULT", "STATS_PERSISTENT=1; STATS_SAMPLE_PAGES=DEFAULT"),
    ("MAX_ROWS 10 MIN_ROWS 1 AVG_ROW_LENGTH=5", "MAX_ROWS=10; MIN_ROWS=1; AVG_ROW_LENGTH=5"),
    ("UNION=(a, b)", "UNION=(a, b)"), ("DATA DIRECTORY='/x'", "DATA DIRECTORY=/x"),
    ("ENCRYPTION='Y'", "ENCRYPTION=Y"), ("TABLESPACE ts STORAGE DISK", "TABLESPACE=ts"),
    ("PAGE_COMPRESSED=1 `ENCRYPTED`=YES", "PAGE_COMPRESSED=1; ENCRYPTED=YES"),
    ("SOME_NEW_OPTION=5", "SOME_NEW_OPTION=5"),
    ("ORDER BY a, b DESC", "order"), ("ADD a INT, ORDER BY a", "add <a> int; order"),
    ("ALGORITHM=INPLACE, LOCK=NONE, ADD a INT", "algorithm INPLACE; lock NONE; add <a> int"),
    ("ADD a INT, ALGORITHM INSTANT", "add <a> int; algorithm INSTANT"),
    ("FORCE, WITHOUT VALIDATION", "force; validation"),
    ("PARTITION BY HASH (id) PARTITIONS 4", "partitions define"),
    ("ADD a INT PARTITION BY KEY (a) PARTITIONS 2", "add <a> int; partitions define"),
    ("ADD KEY (a) REMOVE PARTITIONING", "add index <> (<a>); partitions remove"),
    (
      "ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
      "ENGINE=InnoDB; partitions define"
    ),
    ("ADD PARTITION (PARTITION p2 VALUES IN ('a;', 'b'))", "partitions add"),
    ("ADD PARTITION PARTITIONS 2", "partitions add"), ("COALESCE PARTITION 2", "partitions coalesce"),
    ("REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES LESS THAN (5))", "partitions reorganize"),
    ("REBUILD PARTITION ALL", "partitions rebuild"), ("REMOVE PARTITIONING", "partitions remove"),
  ]

  @Test(arguments: keys + constraints) func `keys and constraints`(sql: String, sketch: String) throws {
    #expect(try Sketch.of(sql) == sketch)
  }

  @Test(arguments: table) func `the table itself`(sql: String, sketch: String) throws {
    #expect(try Sketch.of(sql) == sketch)
  }
}
