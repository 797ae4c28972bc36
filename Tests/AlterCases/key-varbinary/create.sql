CREATE TABLE subject (
  id VARBINARY(16) NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (X'', 1), (X'00', 2), (X'0000', 3), (X'5C27', 4), (X'FF', 5), (X'20', 6);
