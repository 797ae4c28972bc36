CREATE TABLE `sub``ject` (
  `i``d` INT NOT NULL PRIMARY KEY, `a``` INT, ```b` INT, UNIQUE KEY `u``` (`a```)
) ENGINE=InnoDB;
INSERT INTO `sub``ject` VALUES
  (1, 1, 1), (2, 2, 2), (3, NULL, 3);
