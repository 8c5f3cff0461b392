using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>
/// TABLESAMPLE: a condition on each row of the table. SYSTEM, which means pages, is BERNOULLI here: a source's pages are not the gateway's to choose. With
/// REPEATABLE the row's own values decide together with the seed, so that the same rows come back as long as they do not change.
/// </summary>
internal static class SampleBinder
{
    public static BoundTable Apply(BoundTable table, Ast.TableSample? sample, Scope query)
    {
        if (sample is null) return table;
        if (table.Relations is not [{ Table: not null }])
            throw new GatewayException(SqlState.WrongObjectType, "TABLESAMPLE clause can only be applied to tables and materialized views") { Position = sample.Span.Start };
        var percent = Percent(sample, query);
        var seed = sample.Seed is null ? null : Number(sample.Seed, query, "TABLESAMPLE REPEATABLE parameter cannot be null", SqlState.InvalidTableSampleRepeat);
        return table with { Plan = new FilterNode(table.Plan, seed is null ? ByChance(percent) : BySeed(percent, seed, table.Plan)) };
    }

    private static CallExpression ByChance(Expression percent) =>
        new(new FunctionReference("table_sample", "table_sample(float8)", Volatility.Volatile), [percent], SqlType.Boolean);

    private static CallExpression BySeed(Expression percent, Expression seed, PlanNode rows)
    {
        var values = rows.Output.Select(column => column.Type.Kind == SqlTypeKind.Json ? new CastExpression(column.ToExpression(), SqlType.Text) : (Expression)column.ToExpression());
        return new CallExpression(new FunctionReference("table_sample", "table_sample(float8,bytea)"), [percent, RowKeys.Of([seed, .. values])], SqlType.Boolean);
    }

    private static ConstantExpression Percent(Ast.TableSample sample, Scope query)
    {
        var method = sample.Method.Last.Text;
        if (method is not ("bernoulli" or "system")) throw new GatewayException(SqlState.UndefinedObject, $"tablesample method {method} does not exist") { Position = sample.Method.Span.Start };
        if (sample.Arguments.Count != 1)
        {
            throw new GatewayException(SqlState.InvalidTableSampleArgument, $"tablesample method {method} requires 1 argument, not {sample.Arguments.Count}")
            {
                Position = sample.Arguments[0].Span.Start,
            };
        }

        var percent = Number(sample.Arguments[0], query, "TABLESAMPLE parameter cannot be null", SqlState.InvalidTableSampleArgument);
        if (percent.Value is >= 0d and <= 100d) return percent;
        throw new GatewayException(SqlState.InvalidTableSampleArgument, "sample percentage must be between 0 and 100") { Position = sample.Arguments[0].Span.Start };
    }

    private static ConstantExpression Number(Ast.SyntaxExpression syntax, Scope query, string whenNull, SqlState stateWhenNull)
    {
        var scope = new Scope(query.State, query.Outer, query.Catalog, query.CommonTables) { Place = ExpressionPlace.FromFunction };
        var value = query.State.Coercion.Coerce(ExpressionBinder.Bind(syntax, scope), SqlType.Float8, CoercionContext.Assignment, syntax.Span.Start);
        if (value is not ConstantExpression constant) throw GatewayException.Unsupported("TABLESAMPLE with a percentage or seed that is not a constant", syntax.Span);
        return constant.Value is null ? throw new GatewayException(stateWhenNull, whenNull) { Position = syntax.Span.Start } : constant;
    }
}
