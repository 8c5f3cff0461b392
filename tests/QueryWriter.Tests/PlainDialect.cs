using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.QueryWriter.Tests;

/// <summary>A dialect that can say everything, so that tests see the shape of statements.</summary>
internal sealed class PlainDialect : SqlDialect
{
    public override string Name => "plain";

    public override FunctionTable Functions { get; } = new()
    {
        ["upper(text)"] = "upper({0})",
        ["abs(int4)"] = "abs({0})",
    };

    public override FunctionTable Aggregates { get; } = new()
    {
        ["count()"] = "count(*)",
        ["sum(int4)"] = "sum({0})",
        ["max(int4)"] = "max({0})",
    };

    public override FunctionTable TableFunctions { get; } = new() { ["generate_series(int4,int4)"] = "generate_series({*})" };

    public override bool HasDistinctOn => true;

    public override bool HasLateral => true;

    public override void WriteWindow(SqlText sql, WindowCall call) =>
        sql.Append($"{call.Function.Name}() OVER (ORDER BY ").AppendList(call.OrderBy.Select(key => key.Expression)).Append(")");

    protected override void WriteArithmetic(SqlText sql, ArithmeticExpression arithmetic)
    {
        WriteOperand(sql, arithmetic.Left);
        sql.Append($" {ExpressionPrinter.Symbol(arithmetic.Operator)} ");
        WriteOperand(sql, arithmetic.Right);
    }

    protected override void WriteParameter(SqlText sql, ParameterExpression parameter) => sql.Append($"${sql.ParameterNumber(parameter)}");

    public override string? TypeName(SqlType type) => type.ToString();
}
