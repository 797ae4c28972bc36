CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, t TEXT, v INT, FULLTEXT KEY (t)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'some words here', 1), (2, 'other words', 2), (3, NULL, 3), (4, 'здравствуй мир', 4);
