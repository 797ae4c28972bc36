CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY, a VARCHAR(20)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (1, 'abcdef'), (2, 'bbb'), (3, 'abcxyz'), (4, NULL);
