using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

/// <summary>Sources that can do almost nothing get just the statements they understand.</summary>
public class MinimalAdapterTests
{
    private readonly Plans _plans = new();

    private ScanNode VirtualTable() => _plans.Scan(Table("toy", "virtual_table", null, Define("key"), Define("columnA"), Define("columnB", SqlType.Text)));

    /// <summary><c>select columnA, substring(columnB, 1, 1) from virtual_table where key = 1</c></summary>
    private ProjectNode Statement(ScanNode scan, Expression where) =>
        Project(Filter(scan, where), Pass(scan, 1), _plans.Item("substring", Call("substring(text,int4,int4)", SqlType.Text, Of(scan, 2), Int(1), Int(1))));

    [Fact]
    public void An_adapter_with_simple_equality_gets_the_whole_table_where_key_is_1()
    {
        var gateway = new TestGateway().With("toy", CapabilitySet.Of(Capability.Select, Capability.SimpleExpressionInWhere));
        var scan = VirtualTable();
        gateway.Explain(Statement(scan, Equal(Of(scan, 0), Int(1))), reasons: true).ShouldBe(
            """
            Project: columnA, substring(columnB, 1, 1) AS substring
              stays local: CAPABILITY_MISSING: toy has no CAP_PROJECT: a subset of the columns instead of all (ALTER REMOTE SOURCE … SET PROPERTY declares what a source can do)
              Remote: toy [key, columnA, columnB]
                remote sql: SELECT * FROM virtual_table WHERE key = 1
            """);
    }

    [Fact]
    public void An_adapter_with_nothing_gets_the_whole_table()
    {
        var gateway = new TestGateway().With("toy", CapabilitySet.Of(Capability.Select));
        var scan = VirtualTable();
        gateway.Explain(Statement(scan, Equal(Of(scan, 0), Int(1)))).ShouldBe(
            """
            Project: columnA, substring(columnB, 1, 1) AS substring
              Filter: key = 1
                Remote: toy [key, columnA, columnB]
                  remote sql: SELECT * FROM virtual_table
            """);
    }

    [Fact]
    public void Projection_leaves_columns_out()
    {
        var gateway = new TestGateway().With("toy", CapabilitySet.Of(Capability.Select, Capability.SimpleExpressionInWhere, Capability.Project));
        var scan = VirtualTable();
        gateway.Explain(Statement(scan, Equal(Of(scan, 0), Int(1)))).ShouldBe(
            """
            Project: columnA, substring(columnB, 1, 1) AS substring
              Remote: toy [columnA, columnB]
                remote sql: SELECT columnA, columnB FROM virtual_table WHERE key = 1
            """);
    }

    [Fact]
    public void Simple_expressions_in_the_select_list_are_one_function_deep()
    {
        var gateway = new TestGateway().With("toy", CapabilitySet.Of(Capability.Select, Capability.SimpleExpressionInWhere, Capability.Project, Capability.SimpleExpressionInProject));
        var scan = VirtualTable();
        gateway.WholeSql(Statement(scan, Equal(Of(scan, 0), Int(1)))).ShouldBe("SELECT columnA, substring(columnB, 1, 1) FROM virtual_table WHERE key = 1");
        var nested = Project(scan, _plans.Item("n", Call("upper(text)", SqlType.Text, Call("upper(text)", SqlType.Text, Of(scan, 2)))));
        gateway.Optimize(nested).Root.ShouldBeOfType<ProjectNode>();
    }

    public static TheoryData<string, string, string> Conditions() => new()
    {
        { "key > 1", Capability.NonEqualComparison, "SELECT * FROM virtual_table WHERE key > 1" },
        { "key in", Capability.In, "SELECT * FROM virtual_table WHERE key IN (1, 2)" },
        { "like", Capability.Like, "SELECT * FROM virtual_table WHERE columnB LIKE 'a%'" },
        { "and same", Capability.And, "SELECT * FROM virtual_table WHERE key = 1 AND key = columnless" },
        { "and different", Capability.AndDifferentColumns, "SELECT * FROM virtual_table WHERE key = 1 AND columnA = 2" },
        { "or same", Capability.Or, "SELECT * FROM virtual_table WHERE (key = 1 OR key = 2)" },
        { "or different", Capability.OrDifferentColumns, "SELECT * FROM virtual_table WHERE (key = 1 OR columnA = 2)" },
        { "is null", Capability.Where, "SELECT * FROM virtual_table WHERE key IS NULL" },
        { "column = column", Capability.ExpressionInWhere, "SELECT * FROM virtual_table WHERE key = columnA" },
    };

    [Theory, MemberData(nameof(Conditions))]
    public void A_condition_is_sent_with_its_capability_and_not_without(string condition, string capability, string sql)
    {
        var scan = VirtualTable();
        Expression where = condition switch
        {
            "key > 1" => Greater(Of(scan, 0), Int(1)),
            "key in" => new InListExpression(Of(scan, 0), [Int(1), Int(2)]),
            "like" => new LikeExpression(Of(scan, 2), Text("a%")),
            "and same" => And(Equal(Of(scan, 0), Int(1)), Equal(Of(scan, 0), new ParameterExpression(1, SqlType.Int4))),
            "and different" => And(Equal(Of(scan, 0), Int(1)), Equal(Of(scan, 1), Int(2))),
            "or same" => Or(Equal(Of(scan, 0), Int(1)), Equal(Of(scan, 0), Int(2))),
            "or different" => Or(Equal(Of(scan, 0), Int(1)), Equal(Of(scan, 1), Int(2))),
            "is null" => new IsNullExpression(Of(scan, 0)),
            _ => Equal(Of(scan, 0), Of(scan, 1)),
        };
        sql = sql.Replace("columnless", "CAST($1 AS integer)", StringComparison.Ordinal);
        var enough = CapabilitySet.Of(Capability.Select, Capability.SimpleExpressionInWhere, capability);
        new TestGateway().With("toy", enough).WholeSql(Filter(scan, where)).ShouldBe(sql);
        new TestGateway().With("toy", CapabilitySet.Of(Capability.Select, Capability.SimpleExpressionInWhere)).Optimize(Filter(scan, where)).Root.ShouldBeOfType<FilterNode>();
        new TestGateway().Without("toy", capability).With("toy", TestGateway.Everything.With([KeyValuePair.Create(capability, "false"), KeyValuePair.Create(Capability.SimpleExpressionInWhere, "false")]))
            .Optimize(Filter(scan, where)).Root.ShouldBeOfType<FilterNode>();
    }

    [Fact]
    public void A_column_or_table_can_say_no()
    {
        var table = Table("toy", "t", null, Define("a", null, true, (Capability.ColumnFilter, "false")), Define("b"));
        var scan = _plans.Scan(table);
        new TestGateway().With("toy").Optimize(Filter(scan, Equal(Of(scan, 0), Int(1)))).Root.ShouldBeOfType<FilterNode>();
        new TestGateway().With("toy").Optimize(Filter(scan, Equal(Of(scan, 1), Int(1)))).Root.ShouldBeOfType<RemoteNode>();
        new TestGateway().Without("toy", Capability.ColumnLevel).Optimize(Filter(scan, Equal(Of(scan, 0), Int(1)))).Root.ShouldBeOfType<RemoteNode>();

        var limited = _plans.Scan(table with { Properties = [new TableProperty("CAP_TABLE_LIMIT", "false")] });
        new TestGateway().With("toy").Optimize(Limit(limited, 5)).Root.ShouldBeOfType<LimitNode>();
        new TestGateway().Without("toy", Capability.TableLevel).Optimize(Limit(limited, 5)).Root.ShouldBeOfType<RemoteNode>();
    }

    [Fact]
    public void A_function_can_be_switched_off()
    {
        var scan = VirtualTable();
        var upper = Project(scan, _plans.Item("u", Call("upper(text)", SqlType.Text, Of(scan, 2))));
        new TestGateway().With("toy").Optimize(upper).Root.ShouldBeOfType<RemoteNode>();
        new TestGateway().Without("toy", "CAP_BI_UPPER").Optimize(upper).Root.ShouldBeOfType<ProjectNode>();
    }
}
