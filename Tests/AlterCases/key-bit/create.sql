CREATE TABLE subject (
  id BIT(10) NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (b'0', 1), (b'1', 2), (b'1111111111', 3);
