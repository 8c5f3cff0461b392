-- A table is followed in the three modes: its rows, its rows with deleted ones marked, and a row for each change.

CREATE REMOTE SOURCE shop ADAPTER "postgresql"
    CONFIGURATION :'configuration'
    WITH CREDENTIAL TYPE 'PASSWORD' USING :'credential';
CREATE SCHEMA shop;
CREATE VIRTUAL TABLE shop.stock AT "shop"."public"."stock";

CREATE TABLE stock_same   (id int PRIMARY KEY, item text, pieces int);
CREATE TABLE stock_marked (id int PRIMARY KEY, item text, pieces int, change_type varchar(2), change_time timestamp);
CREATE TABLE stock_log    (id int, item text, pieces int, change_type varchar(2), change_time timestamp, change_sequence int);

CREATE REMOTE SUBSCRIPTION same   ON shop.stock TARGET TABLE stock_same;
CREATE REMOTE SUBSCRIPTION marked ON shop.stock TARGET TABLE stock_marked
    CHANGE TYPE COLUMN change_type CHANGE TIME COLUMN change_time UPSERT;
CREATE REMOTE SUBSCRIPTION log    ON shop.stock TARGET TABLE stock_log
    CHANGE TYPE COLUMN change_type CHANGE TIME COLUMN change_time CHANGE SEQUENCE COLUMN change_sequence INSERT;

-- From here on changes are kept. The load sees some of them already: that is corrected.
ALTER REMOTE SUBSCRIPTION same QUEUE;
ALTER REMOTE SUBSCRIPTION marked QUEUE;
ALTER REMOTE SUBSCRIPTION log QUEUE;

INSERT INTO stock_same   SELECT * FROM shop.stock;
INSERT INTO stock_marked SELECT *, 'I', now() FROM shop.stock;

ALTER REMOTE SUBSCRIPTION same DISTRIBUTE;
ALTER REMOTE SUBSCRIPTION marked DISTRIBUTE;
ALTER REMOTE SUBSCRIPTION log DISTRIBUTE;
