SET SESSION sql_generate_invisible_primary_key = ON;
CREATE TABLE subject (a INT, b VARCHAR(9)) ENGINE=InnoDB;
SET SESSION sql_generate_invisible_primary_key = OFF;
INSERT INTO subject VALUES (1, 'x'), (2, 'y'), (2, 'y'), (NULL, NULL);
