using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.QueryWriter.Tests;

/// <summary>Short names for building plans by hand.</summary>
internal sealed class Plans
{
    private int _ids;

    public OutputColumn Column(string name, SqlType? type = null) => new(new ColumnId(++_ids), name, type ?? SqlType.Int4);

    /// <summary>A scan of a table whose columns are all read.</summary>
    public ScanNode Scan(string table, params string[] columns)
    {
        var handle = new TableHandle("src", [table], table, columns.Select(name => new TableColumn(name, name, SqlType.Int4, true)).ToEquatableArray());
        return new ScanNode(handle, columns.Select((name, index) => new ScanColumn(Column(name), index)).ToEquatableArray());
    }

    public static ColumnExpression Of(PlanNode node, int index) => node.Output[index].ToExpression();

    public static ConstantExpression Int(int value) => new(value, SqlType.Int4);

    public static ConstantExpression Rows(long value) => new(value, SqlType.Int8);

    public static Expression Compare(Expression left, ComparisonOperator op, Expression right) => new ComparisonExpression(op, left, right);

    public static Expression Equal(Expression left, Expression right) => Compare(left, ComparisonOperator.Equal, right);

    public static Expression Greater(Expression left, Expression right) => Compare(left, ComparisonOperator.Greater, right);

    public static Expression Add(Expression left, Expression right) => new ArithmeticExpression(ArithmeticOperator.Add, left, right, SqlType.Int4);

    public ProjectItem Item(string name, Expression expression) => new(Column(name, expression.Type), expression);

    public static ProjectNode Project(PlanNode input, params ProjectItem[] items) => new(input, items.ToEquatableArray());

    public static ProjectItem Pass(PlanNode node, int index) => ProjectItem.Pass(node.Output[index]);

    public AggregateItem Sum(Expression of) => new(Column("sum", SqlType.Int8), new AggregateCall(new FunctionReference("sum", "sum(int4)"), [of], SqlType.Int8));

    public AggregateItem Count() => new(Column("count", SqlType.Int8), new AggregateCall(new FunctionReference("count", "count()"), [], SqlType.Int8));

    public static SortKey Key(Expression expression, bool descending = false) => new(expression, descending, descending);
}
