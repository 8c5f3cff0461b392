-- What is known of TPC-H's tables at scale factor 1, for servers that have the tables without their rows: the planners of both sides decide as over full ones.
SET allow_system_table_mods = on;
UPDATE pg_class SET reltuples = known.rows, relpages = known.pages
FROM (VALUES ('region', 5, 1), ('nation', 25, 1), ('supplier', 10000, 223), ('customer', 150000, 3585), ('part', 200000, 4097), ('partsupp', 800000, 17560),
             ('orders', 1500000, 26136), ('lineitem', 6001215, 112600)) AS known (name, rows, pages)
WHERE relname = known.name AND relnamespace = 'public'::regnamespace;
INSERT INTO pg_statistic (
    starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, stakind1, stakind2, stakind3, stakind4, stakind5,
    staop1, staop2, staop3, staop4, staop5, stacoll1, stacoll2, stacoll3, stacoll4, stacoll5, stanumbers2, stavalues1, stavalues2)
SELECT a.attrelid, a.attnum, false, 0, known.width, known.distinct_values, CASE WHEN known.bounds IS NULL THEN 0 ELSE 2 END, CASE WHEN known.common IS NULL THEN 0 ELSE 1 END, 0, 0, 0,
       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, known.frequencies::real[], array_in(textout(known.bounds), a.atttypid, a.atttypmod), array_in(textout(known.common), a.atttypid, a.atttypmod)
FROM (VALUES
    ('r_regionkey', -1, 4, NULL, NULL, NULL), ('r_name', -1, 7, '{AFRICA,AMERICA,ASIA,EUROPE,MIDDLE EAST}', NULL, NULL), ('r_comment', -1, 66, NULL, NULL, NULL),
    ('n_nationkey', -1, 4, NULL, NULL, NULL), ('n_name', -1, 7, NULL, NULL, NULL), ('n_regionkey', 5, 4, NULL, '{0,1,2,3,4}', '{0.2,0.2,0.2,0.2,0.2}'), ('n_comment', -1, 75, NULL, NULL, NULL),
    ('s_suppkey', -1, 4, '{1,10000}', NULL, NULL), ('s_name', -1, 19, NULL, NULL, NULL), ('s_address', -1, 25, NULL, NULL, NULL), ('s_nationkey', 25, 4, NULL, NULL, NULL),
    ('s_phone', -1, 16, NULL, NULL, NULL), ('s_acctbal', -0.99, 6, '{-998.22,9999.72}', NULL, NULL), ('s_comment', -1, 63, NULL, NULL, NULL),
    ('c_custkey', -1, 4, '{1,150000}', NULL, NULL), ('c_name', -1, 19, NULL, NULL, NULL), ('c_address', -1, 25, NULL, NULL, NULL), ('c_nationkey', 25, 4, NULL, NULL, NULL),
    ('c_phone', -1, 16, NULL, NULL, NULL), ('c_acctbal', 140187, 6, '{-999.99,9999.99}', NULL, NULL),
    ('c_mktsegment', 5, 9, NULL, '{AUTOMOBILE,BUILDING,FURNITURE,HOUSEHOLD,MACHINERY}', '{0.2,0.2,0.2,0.2,0.2}'), ('c_comment', -1, 73, NULL, NULL, NULL),
    ('p_partkey', -1, 4, '{1,200000}', NULL, NULL), ('p_name', -1, 33, NULL, NULL, NULL), ('p_mfgr', 5, 15, NULL, NULL, NULL), ('p_brand', 25, 9, NULL, NULL, NULL),
    ('p_type', 150, 21, NULL, NULL, NULL), ('p_size', 50, 4, '{1,10,20,30,40,50}', NULL, NULL), ('p_container', 40, 8, NULL, NULL, NULL),
    ('p_retailprice', 20899, 6, '{901,2098.99}', NULL, NULL), ('p_comment', 131753, 14, NULL, NULL, NULL),
    ('ps_partkey', 200000, 4, '{1,200000}', NULL, NULL), ('ps_suppkey', 10000, 4, '{1,10000}', NULL, NULL), ('ps_availqty', 9999, 4, '{1,9999}', NULL, NULL),
    ('ps_supplycost', 99901, 6, '{1,1000}', NULL, NULL), ('ps_comment', -1, 124, NULL, NULL, NULL),
    ('o_orderkey', -1, 4, '{1,6000000}', NULL, NULL), ('o_custkey', 99996, 4, '{1,149999}', NULL, NULL), ('o_orderstatus', 3, 2, NULL, '{F,O,P}', '{0.487,0.487,0.026}'),
    ('o_totalprice', 1464556, 8, '{857.71,555285.16}', NULL, NULL), ('o_orderdate', 2406, 4, '{1992-01-01,1993-10-30,1995-08-30,1997-06-29,1998-08-02}', NULL, NULL),
    ('o_orderpriority', 5, 9, NULL, NULL, NULL), ('o_clerk', 1000, 16, NULL, NULL, NULL), ('o_shippriority', 1, 4, NULL, '{0}', '{1}'), ('o_comment', -1, 49, NULL, NULL, NULL),
    ('l_orderkey', 1500000, 4, '{1,6000000}', NULL, NULL), ('l_partkey', 200000, 4, '{1,200000}', NULL, NULL), ('l_suppkey', 10000, 4, '{1,10000}', NULL, NULL),
    ('l_linenumber', 7, 4, NULL, NULL, NULL), ('l_quantity', 50, 5, '{1,10,20,30,40,50}', NULL, NULL), ('l_extendedprice', 933900, 8, '{901,104949.5}', NULL, NULL),
    ('l_discount', 11, 4, NULL, '{0.00,0.01,0.02,0.03,0.04,0.05,0.06,0.07,0.08,0.09,0.10}', '{0.0909,0.0909,0.0909,0.0909,0.0909,0.0909,0.0909,0.0909,0.0909,0.0909,0.091}'),
    ('l_tax', 9, 4, NULL, NULL, NULL), ('l_returnflag', 3, 2, NULL, '{N,A,R}', '{0.507,0.2465,0.2465}'), ('l_linestatus', 2, 2, NULL, '{O,F}', '{0.5003,0.4997}'),
    ('l_shipdate', 2526, 4, '{1992-01-02,1993-11-12,1995-07-25,1997-04-06,1998-12-01}', NULL, NULL), ('l_commitdate', 2466, 4, '{1992-01-31,1998-10-31}', NULL, NULL),
    ('l_receiptdate', 2554, 4, '{1992-01-04,1998-12-31}', NULL, NULL), ('l_shipinstruct', 4, 13, NULL, NULL, NULL),
    ('l_shipmode', 7, 5, NULL, NULL, NULL), ('l_comment', 4580667, 27, NULL, NULL, NULL)) AS known (column_name, distinct_values, width, bounds, common, frequencies)
  JOIN pg_attribute a ON a.attname = known.column_name JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r';
