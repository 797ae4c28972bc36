SET SESSION gtid_next = 'AUTOMATIC:cases';
