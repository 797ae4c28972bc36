CREATE TABLE `%s %d {0} $1 #x @y` (
  `%` int(11) NOT NULL,
  `?` int(11) DEFAULT NULL,
  `:a` int(11) DEFAULT NULL,
  `-- x` int(11) DEFAULT NULL,
  `/* x */` int(11) DEFAULT NULL,
  PRIMARY KEY (`%`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `../etc/passwd` (
  `a/b` int(11) NOT NULL,
  `a.b` int(11) DEFAULT NULL,
  `..` int(11) DEFAULT NULL,
  PRIMARY KEY (`a/b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `123` (
  `456` int(11) NOT NULL,
  PRIMARY KEY (`456`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `64 characters xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (
  `column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` int(11) NOT NULL,
  PRIMARY KEY (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`),
  KEY `index ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃` (`column of 64 characters ☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃☃`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `; DROP TABLE many; --` (
  `1` int(11) NOT NULL,
  `2` int(11) DEFAULT NULL,
  PRIMARY KEY (`1`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `a_fk_child` (
  `id` int(11) NOT NULL,
  `pa` int(11) DEFAULT NULL,
  `pb` varchar(10) DEFAULT NULL,
  `u` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `fk_pair` (`pa`,`pb`),
  KEY `fk_unique` (`u`),
  CONSTRAINT `fk_pair` FOREIGN KEY (`pa`, `pb`) REFERENCES `fk_parent` (`a`, `b`) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT `fk_unique` FOREIGN KEY (`u`) REFERENCES `fk_parent` (`u`) ON DELETE NO ACTION
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `back``tick``` (
  `a``b` int(11) NOT NULL,
  ```` int(11) DEFAULT NULL,
  PRIMARY KEY (`a``b`),
  KEY `i``dx` (````)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `case` (
  `id` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `Case` (
  `id` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_sjis` (
  `block` int(10) unsigned NOT NULL,
  `t` text CHARACTER SET sjis COLLATE sjis_japanese_ci DEFAULT NULL,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_sjis_bytes` (
  `lead_byte` int(10) unsigned NOT NULL,
  `kind` int(11) NOT NULL,
  `t` text CHARACTER SET sjis COLLATE sjis_japanese_ci DEFAULT NULL,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_sjis_key` (
  `k` varchar(4) CHARACTER SET sjis COLLATE sjis_japanese_ci NOT NULL,
  `n` int(10) unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET sjis COLLATE sjis_japanese_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16` (
  `block` int(10) unsigned NOT NULL,
  `t` text CHARACTER SET utf16 COLLATE utf16_general_ci DEFAULT NULL,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16le` (
  `block` int(10) unsigned NOT NULL,
  `t` text CHARACTER SET utf16le COLLATE utf16le_general_ci DEFAULT NULL,
  PRIMARY KEY (`block`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16le_bytes` (
  `lead_byte` int(10) unsigned NOT NULL,
  `kind` int(11) NOT NULL,
  `t` text CHARACTER SET utf16le COLLATE utf16le_general_ci DEFAULT NULL,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16le_key` (
  `k` varchar(4) CHARACTER SET utf16le COLLATE utf16le_general_ci NOT NULL,
  `n` int(10) unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET utf16le COLLATE utf16le_general_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16_bytes` (
  `lead_byte` int(10) unsigned NOT NULL,
  `kind` int(11) NOT NULL,
  `t` text CHARACTER SET utf16 COLLATE utf16_general_ci DEFAULT NULL,
  PRIMARY KEY (`lead_byte`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `charset_utf16_key` (
  `k` varchar(4) CHARACTER SET utf16 COLLATE utf16_general_ci NOT NULL,
  `n` int(10) unsigned NOT NULL,
  `v` varchar(4) CHARACTER SET utf16 COLLATE utf16_general_ci DEFAULT NULL,
  PRIMARY KEY (`k`,`n`),
  KEY `v` (`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_check` (
  `id` int(11) NOT NULL CHECK (`id` > 0),
  `low` int(11) DEFAULT NULL,
  `high` int(11) DEFAULT NULL,
  `note` varchar(20) DEFAULT NULL CHECK (`note` <> 'it\'s "bad"; `x`'),
  PRIMARY KEY (`id`),
  CONSTRAINT `low is < "high"` CHECK (`low` is null or `low` < `high`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_compressed` (
  `id` int(11) NOT NULL,
  `t` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `v` varchar(2000) /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `b` blob /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `l` longtext /*M!100301 COMPRESSED*/ DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_default` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `a` varchar(50) NOT NULL DEFAULT 'it''s "a" \\ `default`\n; ünï ?',
  `b` bit(5) DEFAULT b'10101',
  `c` binary(4) DEFAULT '\0�\\''',
  `d` decimal(5,2) DEFAULT -1.50,
  `e` int(11) DEFAULT (1 + 2),
  `f` varchar(60) DEFAULT concat('a','b;'),
  `g` text DEFAULT 'text',
  `h` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT json_object('k',1) CHECK (json_valid(`h`)),
  `i` varchar(10) DEFAULT NULL,
  `j` varchar(10) DEFAULT 'NULL',
  `k` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  `l` datetime DEFAULT current_timestamp(),
  `m` datetime DEFAULT NULL ON UPDATE current_timestamp(),
  `n` date DEFAULT '0000-00-00',
  `o` enum('y','n') DEFAULT 'n',
  `p` set('a','b') DEFAULT 'a,b',
  `q` double DEFAULT 0.0000000001,
  `r` time DEFAULT '-01:00:00',
  `s` year(4) DEFAULT 1999,
  `t` char(5) DEFAULT '',
  `u` varchar(40) DEFAULT uuid(),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_default_reference` (
  `a` int(11) NOT NULL,
  `b` int(11) DEFAULT (`a` + 1),
  `c` varchar(20) DEFAULT concat('x',`a`),
  `d` bigint(20) DEFAULT nextval(`gauntlet`.`sequence_plain`),
  `e` date DEFAULT (curdate() + interval 1 day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_generated` (
  `a` int(11) NOT NULL,
  `area` int(11) GENERATED ALWAYS AS (`a` * `width`) VIRTUAL,
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `width` int(11) NOT NULL DEFAULT 3,
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
  `name` varchar(50) GENERATED ALWAYS AS (json_unquote(json_extract(`j`,'$.name'))) STORED,
  `upper_name` varchar(50) GENERATED ALWAYS AS (ucase(concat('it\'s ',coalesce(json_unquote(json_extract(`j`,'$.name')),'-')))) VIRTUAL COMMENT 'a "quoted" comment',
  `half` decimal(10,2) GENERATED ALWAYS AS (`a` / 2) STORED,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `area` (`area`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_invisible` (
  `id` int(11) NOT NULL,
  `hidden` varchar(20) INVISIBLE DEFAULT 'unseen',
  `shown` int(11) DEFAULT NULL,
  `hidden_twice` int(11) GENERATED ALWAYS AS (`shown` * 2) VIRTUAL INVISIBLE,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_none_but_key` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=101 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `column_only_generated` (
  `id` int(11) NOT NULL,
  `twice` int(11) GENERATED ALWAYS AS (`id` * 2) STORED,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `commented` (
  `id` int(11) NOT NULL COMMENT 'it''s "a" `comment`\nwith \\ and ; and ? -- */',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='table''s "comment"\nin `two` lines \\ ; -- /* ünï ?'

-- next --

CREATE TABLE `empty_table` (
  `id` int(11) NOT NULL,
  `v` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `engine_aria` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  FULLTEXT KEY `t` (`t`)
) ENGINE=Aria AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1

-- next --

CREATE TABLE `engine_aria_plain` (
  `id` int(11) NOT NULL,
  `v` varchar(10) DEFAULT NULL
) ENGINE=Aria DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PAGE_CHECKSUM=1 ROW_FORMAT=DYNAMIC TRANSACTIONAL=0

-- next --

CREATE TABLE `engine_csv` (
  `id` int(11) NOT NULL,
  `v` varchar(50) NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `engine_memory` (
  `id` int(11) NOT NULL,
  `v` varchar(10) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `v` (`v`) USING BTREE,
  KEY `h` (`v`,`id`) USING HASH
) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `engine_merge` (
  `id` int(11) NOT NULL,
  KEY `id` (`id`)
) ENGINE=MRG_MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci INSERT_METHOD=LAST UNION=(`engine_merge_part1`,`engine_merge_part2`)

-- next --

CREATE TABLE `engine_merge_part1` (
  `id` int(11) NOT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `engine_merge_part2` (
  `id` int(11) NOT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `engine_myisam` (
  `a` int(11) NOT NULL,
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`a`,`id`),
  FULLTEXT KEY `t` (`t`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1 ROW_FORMAT=DYNAMIC

-- next --

CREATE TABLE `engine_myisam_fixed` (
  `id` int(11) NOT NULL,
  `c` char(10) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci MAX_ROWS=1000 AVG_ROW_LENGTH=20 ROW_FORMAT=FIXED

-- next --

CREATE TABLE `fk_cycle_a` (
  `id` int(11) NOT NULL,
  `b` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `cycle ``a` (`b`),
  CONSTRAINT `cycle ``a` FOREIGN KEY (`b`) REFERENCES `fk_cycle_b` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `fk_cycle_b` (
  `id` int(11) NOT NULL,
  `c` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `c` (`c`),
  CONSTRAINT `fk_cycle_b_ibfk_1` FOREIGN KEY (`c`) REFERENCES `fk_cycle_c` (`id`) ON UPDATE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `fk_cycle_c` (
  `id` int(11) NOT NULL,
  `a` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `a` (`a`),
  CONSTRAINT `fk_cycle_c_ibfk_1` FOREIGN KEY (`a`) REFERENCES `fk_cycle_a` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `fk_parent` (
  `a` int(11) NOT NULL,
  `b` varchar(10) NOT NULL,
  `u` int(11) NOT NULL,
  PRIMARY KEY (`a`,`b`),
  UNIQUE KEY `u` (`u`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `fk_self` (
  `id` int(11) NOT NULL,
  `parent` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `parent` (`parent`),
  CONSTRAINT `fk_self_parent` FOREIGN KEY (`parent`) REFERENCES `fk_self` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `format_compact` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci STATS_PERSISTENT=0 STATS_AUTO_RECALC=0 ROW_FORMAT=COMPACT

-- next --

CREATE TABLE `format_compressed` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8

-- next --

CREATE TABLE `format_dynamic` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci STATS_SAMPLE_PAGES=5 ROW_FORMAT=DYNAMIC

-- next --

CREATE TABLE `format_page_compressed` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci `PAGE_COMPRESSED`='1' `PAGE_COMPRESSION_LEVEL`='4'

-- next --

CREATE TABLE `format_redundant` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=REDUNDANT

-- next --

CREATE TABLE `index_ignored` (
  `id` int(11) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `unseen` (`v`) IGNORED
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `index_kinds` (
  `id` int(11) NOT NULL,
  `t` text DEFAULT NULL,
  `v` varchar(200) DEFAULT NULL,
  `b` blob DEFAULT NULL,
  `g` geometry NOT NULL,
  `n` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `one` (`v`(50)),
  KEY `prefix` (`t`(20),`b`(30)),
  SPATIAL KEY `place` (`g`),
  KEY `commented` (`n`) USING BTREE COMMENT 'an index''s "comment"\nin two lines',
  KEY `down` (`n` DESC,`v`),
  FULLTEXT KEY `words` (`t`,`v`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `invalid_bytes` (
  `id` int(11) NOT NULL,
  `a` varchar(20) CHARACTER SET ascii COLLATE ascii_general_ci DEFAULT NULL,
  `u3` varchar(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT NULL,
  `u4` text DEFAULT NULL,
  `u32` varchar(10) CHARACTER SET utf32 COLLATE utf32_general_ci DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_binary` (
  `k` varbinary(16) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_bit` (
  `k` bit(12) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_composite` (
  `a` int(11) NOT NULL,
  `b` varchar(20) NOT NULL,
  `c` date NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`c`,`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_datetime` (
  `k` datetime(6) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_decimal` (
  `k` decimal(20,6) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_descending` (
  `a` int(11) NOT NULL,
  `b` int(11) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`a` DESC,`b`),
  KEY `v` (`v` DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_double` (
  `k` double NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_enum` (
  `k` enum('zebra','apple','Mango') NOT NULL,
  `s` set('z','a','m') NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`,`s`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_equal` (
  `k` varchar(20) NOT NULL,
  `n` int(11) NOT NULL,
  PRIMARY KEY (`k`,`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

-- next --

CREATE TABLE `key_equal_only` (
  `k` varchar(20) NOT NULL,
  KEY `k` (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci

-- next --

CREATE TABLE `key_float` (
  `k` float NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_increment_big` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=18446744073709551611 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_increment_second` (
  `v` int(11) NOT NULL,
  `id` int(11) NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`v`,`id`),
  KEY `id` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=50 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_increment_zero` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=1000 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_inet6` (
  `k` inet6 NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_invalid` (
  `k` varchar(20) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_long_unique` (
  `id` int(11) NOT NULL,
  `b` blob DEFAULT NULL,
  `t` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `whole` (`b`) USING HASH,
  UNIQUE KEY `hashed` (`t`) USING HASH
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_none` (
  `a` int(11) DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_no_pad` (
  `k` varchar(20) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin

-- next --

CREATE TABLE `key_prefix` (
  `k` varchar(100) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`(3))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_string` (
  `k` varchar(100) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_time` (
  `k` time(6) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_timestamp` (
  `k` timestamp(3) NOT NULL DEFAULT '2000-01-01 00:00:00.000',
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_uca1400` (
  `k` varchar(20) NOT NULL,
  `n` int(11) NOT NULL,
  PRIMARY KEY (`k`,`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci

-- next --

CREATE TABLE `key_unique_null` (
  `a` int(11) DEFAULT NULL,
  `b` varchar(20) DEFAULT NULL,
  UNIQUE KEY `a` (`a`),
  UNIQUE KEY `b` (`b`,`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_unique_only` (
  `a` int(11) NOT NULL,
  `b` varchar(20) NOT NULL,
  UNIQUE KEY `b` (`b`,`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_unsigned` (
  `k` bigint(20) unsigned NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_uuid` (
  `k` binary(16) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `key_uuid_type` (
  `k` uuid NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`k`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `many` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `code` varchar(20) NOT NULL,
  `amount` decimal(12,2) NOT NULL,
  `at` datetime(3) NOT NULL,
  `note` text DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `code` (`code`),
  KEY `at` (`at`,`amount`),
  KEY `note` (`note`(10))
) ENGINE=InnoDB AUTO_INCREMENT=9999000069994 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='many rows'

-- next --

CREATE TABLE `many_pairs` (
  `a` int(11) NOT NULL,
  `b` varchar(10) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `many_without_key` (
  `a` bigint(20) DEFAULT NULL,
  `b` varchar(3) NOT NULL,
  `at` datetime(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `new
line	tab` (
  `col
umn` int(11) NOT NULL,
  PRIMARY KEY (`col
umn`),
  KEY `in
dex` (`col
umn`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `part_hash` (
  `id` int(11) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY HASH (`id`)
PARTITIONS 5

-- next --

CREATE TABLE `part_key` (
  `a` varchar(20) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY KEY ()
PARTITIONS 4

-- next --

CREATE TABLE `part_linear_hash` (
  `at` date NOT NULL,
  `v` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LINEAR HASH (year(`at`))
PARTITIONS 3

-- next --

CREATE TABLE `part_linear_key` (
  `a` int(11) NOT NULL,
  `b` varchar(20) NOT NULL,
  UNIQUE KEY `a` (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LINEAR KEY (`b`)
PARTITIONS 3

-- next --

CREATE TABLE `part_list` (
  `id` int(11) DEFAULT NULL,
  `v` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LIST (`id`)
(PARTITION `p0` VALUES IN (1,3,5) ENGINE = InnoDB,
 PARTITION `p1` VALUES IN (NULL,2,-4) ENGINE = InnoDB)

-- next --

CREATE TABLE `part_list_columns` (
  `c` varchar(10) DEFAULT NULL,
  `v` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY LIST  COLUMNS(`c`)
(PARTITION `p0` VALUES IN ('it''s','ünï') ENGINE = InnoDB,
 PARTITION `p1` VALUES IN ('x',NULL) ENGINE = InnoDB)

-- next --

CREATE TABLE `part_range` (
  `id` int(11) NOT NULL,
  `v` int(11) DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (`id`)
(PARTITION `p0` VALUES LESS THAN (10) COMMENT = 'it\'s the "first"' ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN (20) ENGINE = InnoDB,
 PARTITION `p-max ``x` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)

-- next --

CREATE TABLE `part_range_columns` (
  `a` date NOT NULL,
  `b` varchar(10) NOT NULL,
  PRIMARY KEY (`a`,`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE  COLUMNS(`a`,`b`)
(PARTITION `p0` VALUES LESS THAN ('2020-01-01','m') ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN ('2020-01-01',MAXVALUE) ENGINE = InnoDB,
 PARTITION `p2` VALUES LESS THAN (MAXVALUE,MAXVALUE) ENGINE = InnoDB)

-- next --

CREATE TABLE `part_range_time` (
  `id` int(11) NOT NULL,
  `at` timestamp NOT NULL DEFAULT '2000-01-01 00:00:00'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (unix_timestamp(`at`))
(PARTITION `p0` VALUES LESS THAN (1000000000) ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)

-- next --

CREATE TABLE `part_sub` (
  `id` int(11) NOT NULL,
  `at` date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (year(`at`))
SUBPARTITION BY HASH (`id`)
SUBPARTITIONS 2
(PARTITION `p0` VALUES LESS THAN (2020) ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)

-- next --

CREATE TABLE `part_sub_named` (
  `id` int(11) NOT NULL,
  `at` date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
 PARTITION BY RANGE (to_days(`at`))
SUBPARTITION BY KEY (`id`)
(PARTITION `p0` VALUES LESS THAN (737791)
 (SUBPARTITION `s0` COMMENT = 'zero' ENGINE = InnoDB,
  SUBPARTITION `s1` ENGINE = InnoDB),
 PARTITION `p1` VALUES LESS THAN MAXVALUE
 (SUBPARTITION `s2` ENGINE = InnoDB,
  SUBPARTITION `s3` ENGINE = InnoDB))

-- next --

CREATE TABLE `period_of_application` (
  `id` int(11) NOT NULL,
  `starts` date NOT NULL,
  `ends` date NOT NULL,
  `v` int(11) DEFAULT NULL,
  PERIOD FOR `validity` (`starts`, `ends`),
  UNIQUE KEY `id` (`id`,`validity` WITHOUT OVERLAPS)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `quote's "double" \back` (
  `it's` int(11) NOT NULL,
  `"x"` int(11) DEFAULT NULL,
  `a\b` int(11) DEFAULT NULL,
  PRIMARY KEY (`it's`),
  KEY `k'"\` (`"x"`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `same name` (
  `id` int(11) NOT NULL,
  `v` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `select` (
  `from` int(11) NOT NULL,
  `where` int(11) DEFAULT NULL,
  `group` varchar(10) DEFAULT NULL,
  `order by` int(11) DEFAULT NULL,
  PRIMARY KEY (`from`),
  KEY `key` (`where`),
  KEY `index` (`group`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `triggered` (
  `id` int(11) NOT NULL,
  `v` varchar(50) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `trigger_log` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `what` varchar(100) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_bit` (
  `id` int(11) NOT NULL,
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_choice` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `e` enum('','a','B','it''s','x,y','NULL','0','1','ünï','back\\slash','new\nline') DEFAULT NULL,
  `s` set('','a','B','it''s','NULL','0','1','ünï','back\\slash') DEFAULT NULL,
  `l` set('1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17','18','19','20','21','22','23','24','25','26','27','28','29','30','31','32','33','34','35','36','37','38','39','40','41','42','43','44','45','46','47','48','49','50','51','52','53','54','55','56','57','58','59','60','61','62','63','64') DEFAULT NULL,
  `m` enum('small','large') CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=14 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_decimal` (
  `id` int(11) NOT NULL,
  `a` decimal(65,30) DEFAULT NULL,
  `b` decimal(65,0) DEFAULT NULL,
  `c` decimal(30,30) DEFAULT NULL,
  `d` decimal(10,2) unsigned DEFAULT NULL,
  `e` decimal(1,0) DEFAULT NULL,
  `f` decimal(5,5) unsigned zerofill DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_float` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `f` float DEFAULT NULL,
  `g` float(7,3) DEFAULT NULL,
  `h` float unsigned DEFAULT NULL,
  `d` double DEFAULT NULL,
  `e` double(20,5) DEFAULT NULL,
  `p` double DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_geometry` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `g` geometry DEFAULT NULL,
  `p` point DEFAULT NULL,
  `l` linestring DEFAULT NULL,
  `a` polygon DEFAULT NULL,
  `mp` multipoint DEFAULT NULL,
  `ml` multilinestring DEFAULT NULL,
  `ma` multipolygon DEFAULT NULL,
  `gc` geometrycollection DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_geometry_spatial` (
  `id` int(11) NOT NULL,
  `p` point NOT NULL,
  PRIMARY KEY (`id`),
  SPATIAL KEY `p` (`p`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_integer` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `a` tinyint(4) DEFAULT NULL,
  `b` smallint(6) DEFAULT NULL,
  `c` mediumint(9) DEFAULT NULL,
  `d` int(11) DEFAULT NULL,
  `e` bigint(20) DEFAULT NULL,
  `ua` tinyint(3) unsigned DEFAULT NULL,
  `ub` smallint(5) unsigned DEFAULT NULL,
  `uc` mediumint(8) unsigned DEFAULT NULL,
  `ud` int(10) unsigned DEFAULT NULL,
  `ue` bigint(20) unsigned DEFAULT NULL,
  `za` tinyint(2) unsigned zerofill DEFAULT NULL,
  `zd` int(11) unsigned zerofill DEFAULT NULL,
  `ze` bigint(30) unsigned zerofill DEFAULT NULL,
  `t` tinyint(1) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_json` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=19 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_mariadb` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `i4` inet4 DEFAULT NULL,
  `i6` inet6 DEFAULT NULL,
  `u` uuid DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u` (`u`),
  KEY `i6` (`i6`)
) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_string` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `c` char(255) DEFAULT NULL,
  `v` varchar(1000) DEFAULT NULL,
  `b` binary(16) DEFAULT NULL,
  `vb` varbinary(1000) DEFAULT NULL,
  `tt` tinytext DEFAULT NULL,
  `t` text DEFAULT NULL,
  `mt` mediumtext DEFAULT NULL,
  `lt` longtext DEFAULT NULL,
  `tb` tinyblob DEFAULT NULL,
  `bl` blob DEFAULT NULL,
  `mb` mediumblob DEFAULT NULL,
  `lb` longblob DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `type_temporal` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `d` date DEFAULT NULL,
  `t0` time DEFAULT NULL,
  `t3` time(3) DEFAULT NULL,
  `t6` time(6) DEFAULT NULL,
  `dt0` datetime DEFAULT NULL,
  `dt1` datetime(1) DEFAULT NULL,
  `dt6` datetime(6) DEFAULT NULL,
  `ts0` timestamp NULL DEFAULT NULL,
  `ts6` timestamp(6) NULL DEFAULT NULL,
  `y` year(4) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `versioned` (
  `id` int(11) NOT NULL,
  `v` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

-- next --

CREATE TABLE `versioned_by_transaction` (
  `id` int(11) NOT NULL,
  `v` int(11) DEFAULT NULL,
  `s` bigint(20) unsigned GENERATED ALWAYS AS ROW START,
  `e` bigint(20) unsigned GENERATED ALWAYS AS ROW END,
  PRIMARY KEY (`id`,`e`),
  PERIOD FOR SYSTEM_TIME (`s`, `e`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

-- next --

CREATE TABLE `versioned_named` (
  `id` int(11) NOT NULL,
  `v` varchar(20) DEFAULT NULL,
  `loose` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  `since` timestamp(6) GENERATED ALWAYS AS ROW START,
  `until` timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE,
  PRIMARY KEY (`id`,`until`),
  PERIOD FOR SYSTEM_TIME (`since`, `until`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING

-- next --

CREATE TABLE `versioned_parts` (
  `id` int(11) NOT NULL,
  `v` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci WITH SYSTEM VERSIONING
 PARTITION BY SYSTEM_TIME 
(PARTITION `old` HISTORY ENGINE = InnoDB,
 PARTITION `now` CURRENT ENGINE = InnoDB)

-- next --

CREATE TABLE `日本語★☃ünï߷` (
  `列☂` int(11) NOT NULL,
  `ÄÖ` int(11) DEFAULT NULL,
  PRIMARY KEY (`列☂`),
  KEY `索引` (`ÄÖ`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci

-- next --

CREATE TABLE `same name` (
  `id` int(11) NOT NULL,
  `v` varchar(20) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin

-- next --

CREATE TABLE `fk_elsewhere` (
  `id` int(11) NOT NULL,
  `many_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `many_id` (`many_id`),
  CONSTRAINT `fk_elsewhere_ibfk_1` FOREIGN KEY (`many_id`) REFERENCES `gauntlet`.`many` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_german2_ci
