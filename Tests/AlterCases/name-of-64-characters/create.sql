CREATE TABLE tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (
  iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii INT NOT NULL PRIMARY KEY, vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv INT, KEY kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk (vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv)
) ENGINE=InnoDB;
INSERT INTO tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt VALUES
  (1, 1), (2, 2), (3, 3), (4, NULL);
