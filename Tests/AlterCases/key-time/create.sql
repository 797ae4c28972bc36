CREATE TABLE subject (
  id TIME(2) NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('-838:59:59', 1), ('00:00:00', 2), ('-00:00:00.5', 3), ('838:59:59', 4), ('12:00:00.25', 5);
