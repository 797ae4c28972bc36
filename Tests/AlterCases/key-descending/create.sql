CREATE TABLE subject (
  id INT NOT NULL, v INT, PRIMARY KEY (id DESC)
) ENGINE=InnoDB;
INSERT INTO subject VALUES
  (-128, 1), (-1, 2), (0, 3), (1, 4), (127, 5), (500, 6);
