CREATE TABLE subject (
  id INT NOT NULL PRIMARY KEY,
  v INET6
) ENGINE=InnoDB;

INSERT INTO subject VALUES
  (1, '::'),
  (2, '::ffff:1.2.3.4'),
  (3, '2001:db8::ff00:42:8329');
