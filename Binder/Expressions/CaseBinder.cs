using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>CASE, searched or with an operand: then each WHEN is compared with it.</summary>
internal static class CaseBinder
{
    public static CaseExpression Bind(Ast.CaseExpression syntax, Scope scope)
    {
        var state = scope.State;
        var setsBefore = scope.Level?.Sets.Count ?? 0;
        var operand = syntax.Operand is null ? null : state.Coercion.ResolveUnknown(ExpressionBinder.Bind(syntax.Operand, scope));
        var conditions = new List<Expression>();
        var results = new List<Expression>();
        foreach (var branch in syntax.Branches)
        {
            conditions.Add(operand is null
                ? ExpressionBinder.BindBoolean(branch.When, scope, "CASE/WHEN")
                : state.Operators.Bind("=", operand, ExpressionBinder.Bind(branch.When, scope), branch.When.Span.Start));
            results.Add(ExpressionBinder.Bind(branch.Then, scope));
        }

        // PostgreSQL looks at ELSE first when it looks for the common type.
        results.Insert(0, syntax.Else is null ? ConstantExpression.Null(SqlType.Unknown) : ExpressionBinder.Bind(syntax.Else, scope));
        SetFunctionBinder.RequireNoneSince(setsBefore, "CASE", scope);
        int[] positions = [(syntax.Else ?? syntax).Span.Start, .. syntax.Branches.Select(branch => branch.Then.Span.Start)];
        var unified = state.Coercion.Unify(results, "CASE", out var type, syntax.Span.Start, positions);
        var branches = conditions.Select((condition, i) => new CaseBranch(condition, unified[i + 1])).ToEquatableArray();
        return new CaseExpression(branches, syntax.Else is null ? null : unified[0], type);
    }
}
