CREATE TABLE `%s %d {0} $1 #x @y` (
  `%` int NOT NULL,
  `?` int DEFAULT NULL,
  `:a` int DEFAULT NULL,
  `-- x` int DEFAULT NULL,
  `/* x */` int DEFAULT NULL,
  PRIMARY KEY (`%`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `../etc/passwd` (
  `a/b` int NOT NULL,
  `a.b` int DEFAULT NULL,
  `..` int DEFAULT NULL,
  PRIMARY KEY (`a/b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `123` (
  `456` int NOT NULL,
  PRIMARY KEY (`456`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `64 characters xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (
  `column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` int NOT NULL,
  PRIMARY KEY (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`),
  KEY `index ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `; DROP TABLE many; --` (
  `1` int NOT NULL,
  `2` int DEFAULT NULL,
  PRIMARY KEY (`1`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `Case` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `a_fk_child` (
  `id` int NOT NULL,
  `pa` int DEFAULT NULL,
  `pb` varchar(10) DEFAULT NULL,
  `u` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `fk_pair` (`pa`,`pb`),
  KEY `fk_unique` (`u`),
  CONSTRAINT `fk_pair` FOREIGN KEY (`pa`, `pb`) REFERENCES `fk_parent` (`a`, `b`) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT `fk_unique` FOREIGN KEY (`u`) REFERENCES `fk_parent` (`u`) ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `back``tick``` (
  `a``b` int NOT NULL,
  ```` int DEFAULT NULL,
  PRIMARY KEY (`a``b`),
  KEY `i``dx` (````)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `case` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_gb18030` (
  `block` int unsigned NOT NULL,
  `t` text CHARACTER SET gb18030 COLLATE gb18030_chinese_ci,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_gb18030_bytes` (
  `lead_byte` int unsigned NOT NULL,
  `kind` int NOT NULL,
  `t` text CHARACTER SET gb18030 COLLATE gb18030_chinese_ci,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_gb18030_key` (
  `k` varchar(4) CHARACTER SET gb18030 COLLATE gb18030_chinese_ci NOT NULL,
  `n` int unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET gb18030 COLLATE gb18030_chinese_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_sjis` (
  `block` int unsigned NOT NULL,
  `t` text CHARACTER SET sjis COLLATE sjis_japanese_ci,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_sjis_bytes` (
  `lead_byte` int unsigned NOT NULL,
  `kind` int NOT NULL,
  `t` text CHARACTER SET sjis COLLATE sjis_japanese_ci,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_sjis_key` (
  `k` varchar(4) CHARACTER SET sjis COLLATE sjis_japanese_ci NOT NULL,
  `n` int unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET sjis COLLATE sjis_japanese_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16` (
  `block` int unsigned NOT NULL,
  `t` text CHARACTER SET utf16 COLLATE utf16_general_ci,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16_bytes` (
  `lead_byte` int unsigned NOT NULL,
  `kind` int NOT NULL,
  `t` text CHARACTER SET utf16 COLLATE utf16_general_ci,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16_key` (
  `k` varchar(4) CHARACTER SET utf16 COLLATE utf16_general_ci NOT NULL,
  `n` int unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET utf16 COLLATE utf16_general_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16le` (
  `block` int unsigned NOT NULL,
  `t` text CHARACTER SET utf16le COLLATE utf16le_general_ci,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16le_bytes` (
  `lead_byte` int unsigned NOT NULL,
  `kind` int NOT NULL,
  `t` text CHARACTER SET utf16le COLLATE utf16le_general_ci,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `charset_utf16le_key` (
  `k` varchar(4) CHARACTER SET utf16le COLLATE utf16le_general_ci NOT NULL,
  `n` int unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET utf16le COLLATE utf16le_general_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_check` (
  `id` int NOT NULL,
  `low` int DEFAULT NULL,
  `high` int DEFAULT NULL,
  `note` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `column_check_chk_1` CHECK ((`id` > 0)),
  CONSTRAINT `column_check_chk_2` CHECK ((`note` <> _utf8mb4'it\'s "bad"; `x`')),
  CONSTRAINT `low is < "high"` CHECK (((`low` is null) or (`low` < `high`)))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_check_loose` (
  `id` int NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `loose` CHECK ((`v` > 0)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_default` (
  `id` int NOT NULL AUTO_INCREMENT,
  `a` varchar(50) NOT NULL DEFAULT 0x6974277320226122205C206064656661756C74600A3B20C3BC6EC3AF20F09F8E81,
  `b` bit(5) DEFAULT b'10101',
  `c` binary(4) DEFAULT 0x00FF5C27,
  `d` decimal(5,2) DEFAULT '-1.50',
  `e` int DEFAULT ((1 + 2)),
  `f` varchar(60) DEFAULT (concat(_utf8mb4'a',_utf8mb4'b;')),
  `g` text DEFAULT (_utf8mb4'text'),
  `h` json DEFAULT (json_object(_utf8mb4'k',1)),
  `i` varchar(10) DEFAULT NULL,
  `j` varchar(10) DEFAULT 'NULL',
  `k` timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  `l` datetime DEFAULT CURRENT_TIMESTAMP,
  `m` datetime DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
  `n` date DEFAULT '0000-00-00',
  `o` enum('y','n') DEFAULT 'n',
  `p` set('a','b') DEFAULT 'a,b',
  `q` double DEFAULT '0.0000000001',
  `r` time DEFAULT '-01:00:00',
  `s` year DEFAULT '1999',
  `t` char(5) DEFAULT '',
  `u` varchar(40) DEFAULT (uuid()),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_generated` (
  `a` int NOT NULL,
  `area` int GENERATED ALWAYS AS ((`a` * `width`)) VIRTUAL,
  `id` int NOT NULL AUTO_INCREMENT,
  `width` int NOT NULL DEFAULT '3',
  `j` json DEFAULT NULL,
  `name` varchar(50) GENERATED ALWAYS AS (json_unquote(json_extract(`j`,_utf8mb4'$.name'))) STORED,
  `upper_name` varchar(50) GENERATED ALWAYS AS (upper(concat(_utf8mb4'it\'s ',coalesce(json_unquote(json_extract(`j`,_utf8mb4'$.name')),_utf8mb4'-')))) VIRTUAL COMMENT 'a "quoted" comment',
  `half` decimal(10,2) GENERATED ALWAYS AS ((`a` / 2)) STORED,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `area` (`area`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_invisible` (
  `id` int NOT NULL,
  `hidden` varchar(20) DEFAULT 'unseen' /*!80023 INVISIBLE */,
  `shown` int DEFAULT NULL,
  `hidden_twice` int GENERATED ALWAYS AS ((`shown` * 2)) VIRTUAL /*!80023 INVISIBLE */,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_none_but_key` (
  `id` int NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=101 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `column_only_generated` (
  `id` int NOT NULL,
  `twice` int GENERATED ALWAYS AS ((`id` * 2)) STORED,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `commented` (
  `id` int NOT NULL COMMENT 'it''s "a" `comment`\nwith \\ and ; and ? -- */',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='table''s "comment"\nin `two` lines \\ ; -- /* ünï ?'

-- next --

CREATE TABLE `empty_table` (
  `id` int NOT NULL,
  `v` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_archive` (
  `id` int NOT NULL AUTO_INCREMENT,
  `t` text,
  PRIMARY KEY (`id`)
) ENGINE=ARCHIVE AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_blackhole` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=BLACKHOLE DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_csv` (
  `id` int NOT NULL,
  `v` varchar(50) NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_memory` (
  `id` int NOT NULL,
  `v` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `v` (`v`) USING BTREE,
  KEY `h` (`v`,`id`) USING HASH
) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_merge` (
  `id` int NOT NULL,
  KEY `id` (`id`)
) ENGINE=MRG_MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci INSERT_METHOD=LAST UNION=(`engine_merge_part1`,`engine_merge_part2`)

-- next --

CREATE TABLE `engine_merge_part1` (
  `id` int NOT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_merge_part2` (
  `id` int NOT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `engine_myisam` (
  `a` int NOT NULL,
  `id` int NOT NULL AUTO_INCREMENT,
  `t` text,
  PRIMARY KEY (`a`,`id`),
  FULLTEXT KEY `t` (`t`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1 ROW_FORMAT=DYNAMIC

-- next --

CREATE TABLE `engine_myisam_fixed` (
  `id` int NOT NULL,
  `c` char(10) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci MAX_ROWS=1000 AVG_ROW_LENGTH=20 ROW_FORMAT=FIXED

-- next --

CREATE TABLE `fk_cycle_a` (
  `id` int NOT NULL,
  `b` int NOT NULL,
  PRIMARY KEY (`id`),
  KEY `cycle ``a` (`b`),
  CONSTRAINT `cycle ``a` FOREIGN KEY (`b`) REFERENCES `fk_cycle_b` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `fk_cycle_b` (
  `id` int NOT NULL,
  `c` int NOT NULL,
  PRIMARY KEY (`id`),
  KEY `c` (`c`),
  CONSTRAINT `fk_cycle_b_ibfk_1` FOREIGN KEY (`c`) REFERENCES `fk_cycle_c` (`id`) ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `fk_cycle_c` (
  `id` int NOT NULL,
  `a` int NOT NULL,
  PRIMARY KEY (`id`),
  KEY `a` (`a`),
  CONSTRAINT `fk_cycle_c_ibfk_1` FOREIGN KEY (`a`) REFERENCES `fk_cycle_a` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `fk_parent` (
  `a` int NOT NULL,
  `b` varchar(10) NOT NULL,
  `u` int NOT NULL,
  PRIMARY KEY (`a`,`b`),
  UNIQUE KEY `u` (`u`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `fk_self` (
  `id` int NOT NULL,
  `parent` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `parent` (`parent`),
  CONSTRAINT `fk_self_parent` FOREIGN KEY (`parent`) REFERENCES `fk_self` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `format_compact` (
  `id` int NOT NULL,
  `t` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci STATS_PERSISTENT=0 STATS_AUTO_RECALC=0 ROW_FORMAT=COMPACT

-- next --

CREATE TABLE `format_compressed` (
  `id` int NOT NULL,
  `t` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8

-- next --

CREATE TABLE `format_dynamic` (
  `id` int NOT NULL,
  `t` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci STATS_SAMPLE_PAGES=5 ROW_FORMAT=DYNAMIC

-- next --

CREATE TABLE `format_page_compressed` (
  `id` int NOT NULL,
  `t` text,
  PRIMARY KEY (`id`)
) /*!80023 AUTOEXTEND_SIZE=4194304 */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMPRESSION='zlib'

-- next --

CREATE TABLE `format_redundant` (
  `id` int NOT NULL,
  `t` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=REDUNDANT

-- next --

CREATE TABLE `format_system_space` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) /*!50100 TABLESPACE `innodb_system` */ ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `index_functional` (
  `id` int NOT NULL,
  `a` int DEFAULT NULL,
  `v` varchar(50) DEFAULT NULL,
  `j` json DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `half_of` (((`a` DIV 2))),
  KEY `unseen` (`v`) /*!80000 INVISIBLE */,
  KEY `sum_of` (((`a` + `id`))),
  KEY `lower_of` ((lower(`v`)) DESC,`a`),
  KEY `many_valued` ((cast(json_extract(`j`,_utf8mb4'$.tags') as char(20) array))),
  FULLTEXT KEY `grams` (`v`) /*!50100 WITH PARSER `ngram` */ 
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `index_kinds` (
  `id` int NOT NULL,
  `t` text,
  `v` varchar(200) DEFAULT NULL,
  `b` blob,
  `g` geometry NOT NULL,
  `n` int DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one` (`v`(50)),
  KEY `prefix` (`t`(20),`b`(30)),
  SPATIAL KEY `place` (`g`),
  KEY `commented` (`n`) USING BTREE COMMENT 'an index''s "comment"\nin two lines',
  KEY `down` (`n` DESC,`v`),
  FULLTEXT KEY `words` (`t`,`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `invalid_bytes` (
  `id` int NOT NULL,
  `u` varchar(10) CHARACTER SET ucs2 COLLATE ucs2_general_ci DEFAULT NULL,
  `c` varchar(10) CHARACTER SET cp1251 COLLATE cp1251_general_ci DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_0900` (
  `k` varchar(20) COLLATE utf8mb4_0900_as_cs NOT NULL,
  `n` int NOT NULL,
  PRIMARY KEY (`k`,`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_as_cs

-- next --

CREATE TABLE `key_0900_equal` (
  `k` varchar(20) COLLATE utf8mb4_ja_0900_as_cs_ks NOT NULL,
  `n` int NOT NULL,
  PRIMARY KEY (`k`,`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_ja_0900_as_cs_ks

-- next --

CREATE TABLE `key_binary` (
  `k` varbinary(16) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_bit` (
  `k` bit(12) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_composite` (
  `a` int NOT NULL,
  `b` varchar(20) NOT NULL,
  `c` date NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`c`,`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_datetime` (
  `k` datetime(6) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_decimal` (
  `k` decimal(20,6) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_descending` (
  `a` int NOT NULL,
  `b` int NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`a` DESC,`b`),
  KEY `v` (`v` DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_double` (
  `k` double NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_enum` (
  `k` enum('zebra','apple','Mango') NOT NULL,
  `s` set('z','a','m') NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`,`s`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_equal` (
  `k` varchar(20) COLLATE utf8mb4_unicode_ci NOT NULL,
  `n` int NOT NULL,
  PRIMARY KEY (`k`,`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

-- next --

CREATE TABLE `key_equal_only` (
  `k` varchar(20) COLLATE utf8mb4_unicode_ci NOT NULL,
  KEY `k` (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

-- next --

CREATE TABLE `key_float` (
  `k` float NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_increment_big` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=18446744073709551611 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_increment_second` (
  `v` int NOT NULL,
  `id` int NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`v`,`id`),
  KEY `id` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=50 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_increment_zero` (
  `id` int NOT NULL AUTO_INCREMENT,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=1000 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_invalid` (
  `k` varchar(10) CHARACTER SET ucs2 COLLATE ucs2_general_ci NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_made_by_server` (
  `my_row_id` bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
  `v` int DEFAULT NULL,
  `w` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`my_row_id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_none` (
  `a` int DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_prefix` (
  `k` varchar(100) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`(3))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_string` (
  `k` varchar(100) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_time` (
  `k` time(6) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_timestamp` (
  `k` timestamp(3) NOT NULL DEFAULT '2000-01-01 00:00:00.000',
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_unique_null` (
  `a` int DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL,
  UNIQUE KEY `a` (`a`),
  UNIQUE KEY `b` (`b`,`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_unique_only` (
  `a` int NOT NULL,
  `b` varchar(20) NOT NULL,
  UNIQUE KEY `b` (`b`,`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_unsigned` (
  `k` bigint unsigned NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `key_uuid` (
  `k` binary(16) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `many` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `code` varchar(20) NOT NULL,
  `amount` decimal(12,2) NOT NULL,
  `at` datetime(3) NOT NULL,
  `note` text,
  PRIMARY KEY (`id`),
  UNIQUE KEY `code` (`code`),
  KEY `at` (`at`,`amount`),
  KEY `note` (`note`(10))
) ENGINE=InnoDB AUTO_INCREMENT=9999000069994 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='many rows'

-- next --

CREATE TABLE `many_pairs` (
  `a` int NOT NULL,
  `b` varchar(10) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `many_without_key` (
  `a` bigint DEFAULT NULL,
  `b` varchar(3) NOT NULL DEFAULT '',
  `at` datetime(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `new
line	tab` (
  `col
umn` int NOT NULL,
  PRIMARY KEY (`col
umn`),
  KEY `in
dex` (`col
umn`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `part_hash` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY HASH (`id`)
PARTITIONS 5 */

-- next --

CREATE TABLE `part_key` (
  `a` varchar(20) NOT NULL,
  `v` int DEFAULT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY KEY ()
PARTITIONS 4 */

-- next --

CREATE TABLE `part_linear_hash` (
  `at` date NOT NULL,
  `v` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY LINEAR HASH (year(`at`))
PARTITIONS 3 */

-- next --

CREATE TABLE `part_linear_key` (
  `a` int NOT NULL,
  `b` varchar(20) NOT NULL,
  UNIQUE KEY `a` (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY LINEAR KEY (b)
PARTITIONS 3 */

-- next --

CREATE TABLE `part_list` (
  `id` int DEFAULT NULL,
  `v` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY LIST (`id`)
(PARTITION p0 VALUES IN (1,3,5) ENGINE = InnoDB,
 PARTITION p1 VALUES IN (NULL,2,-4) ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_list_columns` (
  `c` varchar(10) DEFAULT NULL,
  `v` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50500 PARTITION BY LIST  COLUMNS(c)
(PARTITION p0 VALUES IN ('it''s','ünï') ENGINE = InnoDB,
 PARTITION p1 VALUES IN ('x',NULL) ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_range` (
  `id` int NOT NULL,
  `v` int DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) COMMENT = 'it\'s the "first"' ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB,
 PARTITION `p-max ``x` VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_range_columns` (
  `a` date NOT NULL,
  `b` varchar(10) NOT NULL,
  PRIMARY KEY (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50500 PARTITION BY RANGE  COLUMNS(a,b)
(PARTITION p0 VALUES LESS THAN ('2020-01-01','m') ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN ('2020-01-01',MAXVALUE) ENGINE = InnoDB,
 PARTITION p2 VALUES LESS THAN (MAXVALUE,MAXVALUE) ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_range_time` (
  `id` int NOT NULL,
  `at` timestamp NOT NULL DEFAULT '2000-01-01 00:00:00'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (unix_timestamp(`at`))
(PARTITION p0 VALUES LESS THAN (1000000000) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_sub` (
  `id` int NOT NULL,
  `at` date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (year(`at`))
SUBPARTITION BY HASH (`id`)
SUBPARTITIONS 2
(PARTITION p0 VALUES LESS THAN (2020) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */

-- next --

CREATE TABLE `part_sub_named` (
  `id` int NOT NULL,
  `at` date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
/*!50100 PARTITION BY RANGE (to_days(`at`))
SUBPARTITION BY KEY (id)
(PARTITION p0 VALUES LESS THAN (737791)
 (SUBPARTITION s0 COMMENT = 'zero' ENGINE = InnoDB,
  SUBPARTITION s1 ENGINE = InnoDB),
 PARTITION p1 VALUES LESS THAN MAXVALUE
 (SUBPARTITION s2 ENGINE = InnoDB,
  SUBPARTITION `s3` ENGINE = InnoDB)) */

-- next --

CREATE TABLE `quote's "double" \back` (
  `it's` int NOT NULL,
  `"x"` int DEFAULT NULL,
  `a\b` int DEFAULT NULL,
  PRIMARY KEY (`it's`),
  KEY `k'"\` (`"x"`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `same name` (
  `id` int NOT NULL,
  `v` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `select` (
  `from` int NOT NULL,
  `where` int DEFAULT NULL,
  `group` varchar(10) DEFAULT NULL,
  `order by` int DEFAULT NULL,
  PRIMARY KEY (`from`),
  KEY `key` (`where`),
  KEY `index` (`group`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `trigger_log` (
  `id` int NOT NULL AUTO_INCREMENT,
  `what` varchar(100) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `triggered` (
  `id` int NOT NULL,
  `v` varchar(50) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_bit` (
  `id` int NOT NULL,
  `b1` bit(1) DEFAULT NULL,
  `b7` bit(7) DEFAULT NULL,
  `b8` bit(8) DEFAULT NULL,
  `b9` bit(9) DEFAULT NULL,
  `b15` bit(15) DEFAULT NULL,
  `b16` bit(16) DEFAULT NULL,
  `b31` bit(31) DEFAULT NULL,
  `b33` bit(33) DEFAULT NULL,
  `b63` bit(63) DEFAULT NULL,
  `b64` bit(64) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_choice` (
  `id` int NOT NULL AUTO_INCREMENT,
  `e` enum('','a','B','it''s','x,y','NULL','0','1','ünï','back\\slash','new\nline') DEFAULT NULL,
  `s` set('','a','B','it''s','NULL','0','1','ünï','back\\slash') DEFAULT NULL,
  `l` set('1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17','18','19','20','21','22','23','24','25','26','27','28','29','30','31','32','33','34','35','36','37','38','39','40','41','42','43','44','45','46','47','48','49','50','51','52','53','54','55','56','57','58','59','60','61','62','63','64') DEFAULT NULL,
  `m` enum('small','large') CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=14 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_decimal` (
  `id` int NOT NULL,
  `a` decimal(65,30) DEFAULT NULL,
  `b` decimal(65,0) DEFAULT NULL,
  `c` decimal(30,30) DEFAULT NULL,
  `d` decimal(10,2) unsigned DEFAULT NULL,
  `e` decimal(1,0) DEFAULT NULL,
  `f` decimal(5,5) unsigned zerofill DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_float` (
  `id` int NOT NULL AUTO_INCREMENT,
  `f` float DEFAULT NULL,
  `g` float(7,3) DEFAULT NULL,
  `h` float unsigned DEFAULT NULL,
  `d` double DEFAULT NULL,
  `e` double(20,5) DEFAULT NULL,
  `p` double DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_geometry` (
  `id` int NOT NULL AUTO_INCREMENT,
  `g` geometry DEFAULT NULL,
  `p` point DEFAULT NULL,
  `l` linestring DEFAULT NULL,
  `a` polygon DEFAULT NULL,
  `mp` multipoint DEFAULT NULL,
  `ml` multilinestring DEFAULT NULL,
  `ma` multipolygon DEFAULT NULL,
  `gc` geomcollection DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_geometry_srid` (
  `id` int NOT NULL,
  `p` point NOT NULL /*!80003 SRID 4326 */,
  `q` geometry NOT NULL /*!80003 SRID 0 */,
  `r` polygon /*!80003 SRID 3857 */ DEFAULT NULL,
  PRIMARY KEY (`id`),
  SPATIAL KEY `p` (`p`),
  SPATIAL KEY `q` (`q`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_integer` (
  `id` int NOT NULL AUTO_INCREMENT,
  `a` tinyint DEFAULT NULL,
  `b` smallint DEFAULT NULL,
  `c` mediumint DEFAULT NULL,
  `d` int DEFAULT NULL,
  `e` bigint DEFAULT NULL,
  `ua` tinyint unsigned DEFAULT NULL,
  `ub` smallint unsigned DEFAULT NULL,
  `uc` mediumint unsigned DEFAULT NULL,
  `ud` int unsigned DEFAULT NULL,
  `ue` bigint unsigned DEFAULT NULL,
  `za` tinyint(2) unsigned zerofill DEFAULT NULL,
  `zd` int(11) unsigned zerofill DEFAULT NULL,
  `ze` bigint(30) unsigned zerofill DEFAULT NULL,
  `t` tinyint(1) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_json` (
  `id` int NOT NULL AUTO_INCREMENT,
  `j` json DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=16 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_json_opaque` (
  `id` int NOT NULL AUTO_INCREMENT,
  `kind` varchar(20) NOT NULL,
  `j` json DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=13 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_string` (
  `id` int NOT NULL AUTO_INCREMENT,
  `c` char(255) DEFAULT NULL,
  `v` varchar(1000) DEFAULT NULL,
  `b` binary(16) DEFAULT NULL,
  `vb` varbinary(1000) DEFAULT NULL,
  `tt` tinytext,
  `t` text,
  `mt` mediumtext,
  `lt` longtext,
  `tb` tinyblob,
  `bl` blob,
  `mb` mediumblob,
  `lb` longblob,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_temporal` (
  `id` int NOT NULL AUTO_INCREMENT,
  `d` date DEFAULT NULL,
  `t0` time DEFAULT NULL,
  `t3` time(3) DEFAULT NULL,
  `t6` time(6) DEFAULT NULL,
  `dt0` datetime DEFAULT NULL,
  `dt1` datetime(1) DEFAULT NULL,
  `dt6` datetime(6) DEFAULT NULL,
  `ts0` timestamp NULL DEFAULT NULL,
  `ts6` timestamp(6) NULL DEFAULT NULL,
  `y` year DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `type_vector` (
  `id` int NOT NULL AUTO_INCREMENT,
  `v` vector(3) DEFAULT NULL,
  `w` vector(16383) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `日本語★☃ünï߷` (
  `列☂` int NOT NULL,
  `ÄÖ` int DEFAULT NULL,
  PRIMARY KEY (`列☂`),
  KEY `索引` (`ÄÖ`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci

-- next --

CREATE TABLE `same name` (
  `id` int NOT NULL,
  `v` varchar(20) COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

-- next --

CREATE TABLE `fk_elsewhere` (
  `id` int NOT NULL,
  `many_id` bigint DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `many_id` (`many_id`),
  CONSTRAINT `fk_elsewhere_ibfk_1` FOREIGN KEY (`many_id`) REFERENCES `gauntlet`.`many` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german2_ci
