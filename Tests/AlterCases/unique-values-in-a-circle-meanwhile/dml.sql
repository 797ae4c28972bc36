UPDATE subject SET a = CONCAT('-', a);
UPDATE subject SET a = CASE a WHEN '-x' THEN 'y' WHEN '-y' THEN 'z' WHEN '-z' THEN 'w' WHEN '-w' THEN 'v' WHEN '-v' THEN 'u' ELSE 'x' END;
