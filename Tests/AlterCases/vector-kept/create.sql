CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v VECTOR(3)
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, TO_VECTOR('[1,2,3]')),
  (2, TO_VECTOR('[-0.5,1e-30,3e38]')),
  (3, NULL);
