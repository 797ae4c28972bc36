CREATE TABLE `table` (
  `select` INT NOT NULL PRIMARY KEY, `from` INT, `group` INT, KEY `order` (`from`)
) ENGINE=InnoDB;
INSERT INTO `table` VALUES
  (1, 1, 1), (2, 2, 2), (3, NULL, 3);
