CREATE TABLE `../x.y%` (
  `a.b` INT NOT NULL PRIMARY KEY, `../c` INT, `%s;--` INT, `\\` INT
) ENGINE=InnoDB;
INSERT INTO `../x.y%` VALUES
  (1, 1, 1, 1), (2, 2, 2, 2), (3, NULL, 3, 3);
