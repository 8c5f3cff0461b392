using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Tests;

/// <summary>A dialect with bare identifiers and a few functions; what it refuses is what the tests need refused.</summary>
internal sealed class FakeDialect : SqlDialect
{
    public override string Name => "fake";

    public override FunctionTable Functions { get; } = new()
    {
        ["substring(text,int4,int4)"] = "substring({0}, {1}, {2})",
        ["upper(text)"] = "upper({0})",
    };

    public override FunctionTable Aggregates { get; } = new()
    {
        ["count()"] = "count(*)",
        ["count(any)"] = "count({0})",
        ["sum(int4)"] = "sum({0})",
        ["avg(int4)"] = "avg({0})",
        ["max(int4)"] = "max({0})",
    };

    public override bool HasDistinctOn => true;

    public override bool HasLateral => true;

    public override string QuoteIdentifier(string name) => name;

    public override void WriteWindow(SqlText sql, WindowCall call) => sql.Append($"{call.Function.Name}() OVER (PARTITION BY ").AppendList(call.PartitionBy).Append(")");

    public override string? UploadType(SqlType type) => type.Kind == SqlTypeKind.Interval ? null : TypeName(type);

    public override bool CanCast(SqlType from, SqlType to) => from.IsInteger && to.IsInteger;

    /// <summary>Equality on a column named like "ci_…" ignores case: more rows than asked.</summary>
    protected override void WriteComparison(SqlText sql, ComparisonExpression comparison)
    {
        if (comparison.Left is ColumnExpression { Name: var name } && name.StartsWith("ci_", StringComparison.Ordinal)) sql.MarkSuperset();
        base.WriteComparison(sql, comparison);
    }

    protected override void WriteLike(SqlText sql, LikeExpression like)
    {
        WriteOperand(sql, like.Value);
        sql.Append(like.IsNegated ? " NOT LIKE " : " LIKE ").Append(like.Pattern);
    }

    protected override void WriteArithmetic(SqlText sql, ArithmeticExpression arithmetic)
    {
        WriteOperand(sql, arithmetic.Left);
        sql.Append($" {ExpressionPrinter.Symbol(arithmetic.Operator)} ");
        WriteOperand(sql, arithmetic.Right);
    }
}
