CREATE TABLE `☃ сне́г` (
  `☃` INT NOT NULL PRIMARY KEY, `❤` INT, `漢字` INT, UNIQUE KEY `☂` (`❤`)
) ENGINE=InnoDB;
INSERT INTO `☃ сне́г` VALUES
  (1, 1, 1), (2, 2, 2), (3, NULL, 3);
