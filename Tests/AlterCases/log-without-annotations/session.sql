SET SESSION binlog_annotate_row_events = OFF;
