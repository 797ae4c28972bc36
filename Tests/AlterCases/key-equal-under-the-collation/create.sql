CREATE TABLE subject (
  id VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL PRIMARY KEY, v INT
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  ('anna', 1), ('BERT', 2), ('ä', 3), ('d', 4), ('e', 5), ('f', 6);
