CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VARCHAR(40) CHARACTER SET utf8mb4
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, 'é€漢🙂'),
  (2, '𝄞'),
  (3, ''),
  (4, NULL),
  (5, 'plain');
