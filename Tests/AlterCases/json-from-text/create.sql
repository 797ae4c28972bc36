CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v TEXT
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '{"a": 1, "b": [1, 2.50, null, true]}'),
  (2, 'null'),
  (3, '"text é 🙂"'),
  (4, '[]'),
  (5, '12345678901234567890'),
  (6, NULL),
  (7, '{"z": 1, "aa": 2}');
