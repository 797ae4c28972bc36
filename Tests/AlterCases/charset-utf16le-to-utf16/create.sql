CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET utf16le
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é€漢🙂'),
  (2, ''),
  (3, NULL),
  (4, 'plain');
