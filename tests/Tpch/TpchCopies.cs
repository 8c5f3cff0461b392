using System.Globalization;
using System.Text;

namespace FederationGateway.Tpch;

/// <summary>
/// More rows than the files hold: every row but the nations' and regions' again and again with keys beyond those before, so that references stay within a copy. Ten
/// copies have the sizes of scale factor 1; what is unique stays unique and what is a tie becomes a larger one.
/// </summary>
internal static class TpchCopies
{
    private const int Customers = 15_000;
    private const int Orders = 600_000;
    private const int Parts = 20_000;
    private const int Suppliers = 1_000;

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["supplier"] = $"s_suppkey + n * {Suppliers}, s_name, s_address, s_nationkey, s_phone, s_acctbal, s_comment",
        ["customer"] = $"c_custkey + n * {Customers}, c_name, c_address, c_nationkey, c_phone, c_acctbal, c_mktsegment, c_comment",
        ["part"] = $"p_partkey + n * {Parts}, p_name, p_mfgr, p_brand, p_type, p_size, p_container, p_retailprice, p_comment",
        ["partsupp"] = $"ps_partkey + n * {Parts}, ps_suppkey + n * {Suppliers}, ps_availqty, ps_supplycost, ps_comment",
        ["orders"] =
            $"o_orderkey + n * {Orders}, o_custkey + n * {Customers}, o_orderstatus, o_totalprice, o_orderdate, o_orderpriority, o_clerk, o_shippriority, o_comment",
        ["lineitem"] =
            $"l_orderkey + n * {Orders}, l_partkey + n * {Parts}, l_suppkey + n * {Suppliers}, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax, "
            + "l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode, l_comment",
    };

    /// <summary>The statements that add to tables holding one copy what makes them hold <paramref name="copies"/>.</summary>
    public static string Statements(IEnumerable<string> tables, int copies)
    {
        var statements = new StringBuilder();
        foreach (var table in tables.Where(Columns.ContainsKey))
            statements.AppendLine(
                CultureInfo.InvariantCulture, $"INSERT INTO {table} SELECT {Columns[table]} FROM generate_series(1, {copies - 1}) AS n, {table};");
        return statements.ToString();
    }
}
