CREATE TABLE `sub 'ject"s` (
  `i d` INT NOT NULL PRIMARY KEY, `it's` INT, `say "x"` INT
) ENGINE=InnoDB;
INSERT INTO `sub 'ject"s` VALUES
  (1, 1, 1), (2, 2, 2), (3, NULL, 3);
