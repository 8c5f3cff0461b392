using System.Diagnostics;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Queries inside expressions; they see the columns of all queries around them.</summary>
internal static class SubqueryBinder
{
    public static Expression Bind(Ast.SyntaxExpression syntax, Scope scope) => syntax switch
    {
        Ast.SubqueryExpression scalar => new ScalarSubqueryExpression(BindSingle(scalar.Query, scope, scalar.Span)),
        Ast.ArraySubqueryExpression array => BindArray(array, scope),
        Ast.ExistsExpression exists => new ExistsExpression(BindQuery(exists.Query, scope)),
        Ast.InSubqueryExpression @in => @in.Negated
            ? Quantified(@in.Operand, ComparisonOperator.NotEqual, Quantifier.All, @in.Query, scope, @in.Span)
            : Quantified(@in.Operand, ComparisonOperator.Equal, Quantifier.Any, @in.Query, scope, @in.Span),
        Ast.QuantifiedSubqueryExpression quantified => Quantified(
            quantified.Left, OperatorOf(quantified), OperatorForms.QuantifierOf(quantified.Quantifier), quantified.Query, scope, quantified.Operator.Span),
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// A query as a row of several values: <c>(a, b) = (SELECT …)</c>. A plan has no such value, so the query is bound once for each column; all copies fail
    /// alike when it has more than one row.
    /// </summary>
    /// <param name="mismatch">What to say when the query has another number of columns; null for the words of a comparison.</param>
    public static RowExpression BindRow(Ast.QueryStatement query, int count, Scope scope, TextSpan span, string? mismatch = null)
    {
        var values = new List<Expression>();
        for (var i = 0; i < count; i++)
        {
            var plan = BindQuery(query, scope);
            if (mismatch is not null && plan.Output.Count != count) throw new GatewayException(SqlState.SyntaxError, mismatch) { Position = span.Start };
            RequireCount(plan, count, span);
            values.Add(new ScalarSubqueryExpression(new ProjectNode(plan, [ProjectItem.Pass(plan.Output[i])])));
        }

        return new RowExpression(values.ToEquatableArray());
    }

    private static PlanNode BindQuery(Ast.QueryStatement query, Scope scope)
    {
        using (RecursionGuard.Forbid(scope, true, "within a subquery")) return QueryBinder.Bind(query, scope);
    }

    private static PlanNode BindSingle(Ast.QueryStatement query, Scope scope, TextSpan span)
    {
        var plan = BindQuery(query, scope);
        return plan.Output.Count == 1 ? plan : throw new GatewayException(SqlState.SyntaxError, "subquery must return only one column") { Position = span.Start };
    }

    private static ArraySubqueryExpression BindArray(Ast.ArraySubqueryExpression array, Scope scope)
    {
        var plan = BindSingle(array.Query, scope, array.Span);
        if (plan.Output[0].Type.Kind is SqlTypeKind.Array or SqlTypeKind.Record) throw GatewayException.Unsupported($"an array of {TypeCoercion.NameOf(plan.Output[0].Type)}", array.Span);
        return new ArraySubqueryExpression(plan);
    }

    private static QuantifiedSubqueryExpression Quantified(
        Ast.SyntaxExpression operand, ComparisonOperator op, Quantifier quantifier, Ast.QueryStatement query, Scope scope, TextSpan span)
    {
        var left = ExpressionBinder.Bind(operand, scope);
        var plan = BindQuery(query, scope);
        var values = left is RowExpression row ? row.Items.ToArray() : [left];
        RequireCount(plan, values.Length, span);
        var types = new SqlType[values.Length];
        var state = scope.State;
        for (var i = 0; i < values.Length; i++)
        {
            (var valueType, types[i]) = OperatorBinder.ComparisonTypes(op, values[i].Type, plan.Output[i].Type, span.Start);
            values[i] = state.Coercion.Coerce(values[i], valueType, CoercionContext.Implicit, span.Start);
        }

        var typed = OutputTypes.Cast(plan, state, (i, value) => state.Coercion.Coerce(value, types[i], CoercionContext.Implicit, span.Start));
        return new QuantifiedSubqueryExpression(values.ToEquatableArray(), op, quantifier, typed);
    }

    private static ComparisonOperator OperatorOf(Ast.QuantifiedSubqueryExpression quantified) => ComparisonSymbols.Find(quantified.Operator.Symbol)
        ?? throw GatewayException.Unsupported($"{quantified.Operator.Symbol} {quantified.Quantifier.ToString().ToUpperInvariant()} (subquery)", quantified.Operator.Span);

    private static void RequireCount(PlanNode plan, int count, TextSpan span)
    {
        if (plan.Output.Count == count) return;
        throw new GatewayException(SqlState.SyntaxError, plan.Output.Count > count ? "subquery has too many columns" : "subquery has too few columns") { Position = span.Start };
    }
}
