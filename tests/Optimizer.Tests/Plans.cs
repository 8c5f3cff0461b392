using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Tests;

/// <summary>Short names for building plans by hand.</summary>
internal sealed class Plans
{
    private int _ids;

    public OutputColumn Column(string name, SqlType? type = null) => new(new ColumnId(++_ids), name, type ?? SqlType.Int4);

    public static TableColumn Define(string name, SqlType? type = null, bool nullable = true, params (string Name, string Value)[] properties) =>
        new(name, name, type ?? SqlType.Int4, nullable, Properties: properties.Select(pair => new TableProperty(pair.Name, pair.Value)).ToEquatableArray());

    public static TableHandle Table(string source, string name, double? rows, params TableColumn[] columns) =>
        new(source, [name], $"{source}.{name}", columns.ToEquatableArray(), Statistics: rows is { } count ? new TableStatistics(count) : null);

    public ScanNode Scan(TableHandle table) =>
        new(table, table.Columns.Select((column, index) => new ScanColumn(new OutputColumn(new ColumnId(++_ids), column.Name, column.Type, column.IsNullable), index)).ToEquatableArray());

    /// <summary>A scan of a table of nullable integer columns without statistics.</summary>
    public ScanNode Scan(string source, string name, params string[] columns) => Scan(Table(source, name, null, [.. columns.Select(column => Define(column))]));

    public ScanNode Scan(string source, string name, double rows, params string[] columns) => Scan(Table(source, name, rows, [.. columns.Select(column => Define(column))]));

    public static ColumnExpression Of(PlanNode node, int index) => node.Output[index].ToExpression();

    public static ConstantExpression Int(int value) => new(value, SqlType.Int4);

    public static ConstantExpression Text(string value) => new(value, SqlType.Text);

    public static ConstantExpression Rows(long value) => new(value, SqlType.Int8);

    public static Expression Compare(Expression left, ComparisonOperator op, Expression right) => new ComparisonExpression(op, left, right);

    public static Expression Equal(Expression left, Expression right) => Compare(left, ComparisonOperator.Equal, right);

    public static Expression Greater(Expression left, Expression right) => Compare(left, ComparisonOperator.Greater, right);

    public static Expression And(params Expression[] operands) => new LogicalExpression(LogicalOperator.And, operands.ToEquatableArray());

    public static Expression Or(params Expression[] operands) => new LogicalExpression(LogicalOperator.Or, operands.ToEquatableArray());

    public static Expression Add(Expression left, Expression right) => new ArithmeticExpression(ArithmeticOperator.Add, left, right, SqlType.Int4);

    public static Expression Call(string signature, SqlType type, params Expression[] arguments) =>
        new CallExpression(new FunctionReference(signature[..signature.IndexOf('(', StringComparison.Ordinal)], signature), arguments.ToEquatableArray(), type);

    public static Expression Random() => new CallExpression(new FunctionReference("random", "random()", Volatility.Volatile), [], SqlType.Float8);

    public ProjectItem Item(string name, Expression expression) => new(Column(name, expression.Type), expression);

    public static ProjectNode Project(PlanNode input, params ProjectItem[] items) => new(input, items.ToEquatableArray());

    public static ProjectNode Select(PlanNode input, params int[] columns) => Project(input, [.. columns.Select(index => Pass(input, index))]);

    public static ProjectItem Pass(PlanNode node, int index) => ProjectItem.Pass(node.Output[index]);

    public static FilterNode Filter(PlanNode input, params Expression[] conjuncts) => new(input, ExpressionWalk.And(conjuncts));

    public static JoinNode Join(PlanNode left, PlanNode right, JoinKind kind = JoinKind.Inner, int leftKey = 0, int rightKey = 0) =>
        new(kind, left, right, Equal(Of(left, leftKey), Of(right, rightKey)));

    public AggregateItem Sum(Expression of) => new(Column("sum", SqlType.Int8), new AggregateCall(new FunctionReference("sum", "sum(int4)"), [of], SqlType.Int8));

    public AggregateItem Count() => new(Column("count", SqlType.Int8), new AggregateCall(new FunctionReference("count", "count()"), [], SqlType.Int8));

    public static SortKey Key(Expression expression, bool descending = false) => new(expression, descending, descending);

    public static SortNode Sort(PlanNode input, params int[] columns) => new(input, columns.Select(index => Key(Of(input, index))).ToEquatableArray());

    public static LimitNode Limit(PlanNode input, long rows, long? offset = null) => new(input, Rows(rows), offset is { } skipped ? Rows(skipped) : null);
}
