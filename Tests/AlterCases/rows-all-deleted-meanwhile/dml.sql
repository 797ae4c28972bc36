DELETE FROM subject;
