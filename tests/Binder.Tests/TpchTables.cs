namespace FederationGateway.Binder.Tests;

/// <summary>The tables of TPC-H, in the notation of <see cref="TestCatalog"/>.</summary>
internal static class TpchTables
{
    public static Dictionary<string, string[]> All { get; } = new()
    {
        ["region"] = ["r_regionkey int4!", "r_name text!", "r_comment text"],
        ["nation"] = ["n_nationkey int4!", "n_name text!", "n_regionkey int4!", "n_comment text"],
        ["supplier"] = ["s_suppkey int8!", "s_name text!", "s_address text!", "s_nationkey int4!", "s_phone text!", "s_acctbal numeric(15,2)!", "s_comment text"],
        ["customer"] = ["c_custkey int8!", "c_name text!", "c_address text!", "c_nationkey int4!", "c_phone text!", "c_acctbal numeric(15,2)!", "c_mktsegment text!", "c_comment text"],
        ["part"] = ["p_partkey int8!", "p_name text!", "p_mfgr text!", "p_brand text!", "p_type text!", "p_size int4!", "p_container text!", "p_retailprice numeric(15,2)!", "p_comment text"],
        ["partsupp"] = ["ps_partkey int8!", "ps_suppkey int8!", "ps_availqty int8!", "ps_supplycost numeric(15,2)!", "ps_comment text"],
        ["orders"] = ["o_orderkey int8!", "o_custkey int8!", "o_orderstatus text!", "o_totalprice numeric(15,2)!", "o_orderdate date!", "o_orderpriority text!", "o_clerk text!", "o_shippriority int4!", "o_comment text"],
        ["lineitem"] =
        [
            "l_orderkey int8!", "l_partkey int8!", "l_suppkey int8!", "l_linenumber int8!", "l_quantity numeric(15,2)!", "l_extendedprice numeric(15,2)!", "l_discount numeric(15,2)!", "l_tax numeric(15,2)!",
            "l_returnflag text!", "l_linestatus text!", "l_shipdate date!", "l_commitdate date!", "l_receiptdate date!", "l_shipinstruct text!", "l_shipmode text!", "l_comment text",
        ],
    };
}
