using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Access;

/// <summary>
/// Conditions of policies, and masks, as expressions over a row of their table. They are bound as a view's query is, in the names and the time zone of then, and read what
/// they need with the rights of the table's owner.
/// </summary>
internal static class PolicyConditions
{
    /// <summary>That a row may be seen, changed or removed.</summary>
    public static Expression Passes(RelationEntry relation, RowRules rules, EquatableArray<ScopeRelation> row, FromPlace place)
    {
        Expression Using(RowPolicy policy) => Bind(policy, policy.Condition, relation, row, place) ?? ConstantExpression.True;
        return ExpressionWalk.And([AnyOf(rules.Permissive.Where(policy => policy.Condition is not null).Select(Using)), .. rules.Restrictive.Select(Using)]);
    }

    /// <summary>What must hold for a row as it is written: one of the permissive policies, and each restrictive one, of which the name is told.</summary>
    /// <param name="bySight">True when the rows must be such as may be seen, whatever the policies want of new ones.</param>
    public static IEnumerable<(Expression Condition, string? Policy)> Checks(RelationEntry relation, RowRules rules, bool bySight, EquatableArray<ScopeRelation> row, FromPlace place)
    {
        StoredExpression? Text(RowPolicy policy) => bySight ? policy.Condition : policy.Check ?? policy.Condition;
        yield return (AnyOf(rules.Permissive.Select(policy => Bind(policy, Text(policy), relation, row, place)).OfType<Expression>()), null);
        foreach (var policy in rules.Restrictive)
            if (Bind(policy, Text(policy), relation, row, place) is { } condition) yield return (condition, policy.Name);
    }

    /// <summary>Runs on the rights of the table's owner; 42P17 when the table's policies lead back to it.</summary>
    public static T AsOwner<T>(RelationEntry relation, StatementState state, Func<T> bind)
    {
        if (state.Views.Contains(relation.Oid)) throw new GatewayException(SqlState.InvalidObjectDefinition, $"infinite recursion detected in policy for relation \"{relation.Name}\"");
        var (viewsAround, ownerAround) = (state.Views, state.Access.ViewOwner);
        (state.Views, state.Access.ViewOwner) = (viewsAround.Push(relation.Oid), relation.Owner);
        var bound = bind();
        (state.Views, state.Access.ViewOwner) = (viewsAround, ownerAround);
        return bound;
    }

    public static Expression BindStored(StoredExpression stored, RelationEntry relation, EquatableArray<ScopeRelation> row, FromPlace place, string what, Func<Ast.SyntaxExpression, Scope, Expression> bind) =>
        StoredText.WithoutPositions(() =>
        {
            var state = place.State;
            var settingsAround = state.Coercion.Settings;
            state.Coercion.Settings = new InputSettings(
                stored.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : state.Context.TimeZone, new OidNames(state.Context with { SearchPath = stored.SearchPath }).Find, stored.Now);
            var scope = new Scope(state, null, place.Query.Catalog.In(stored, relation.Owner), null) { Place = ExpressionPlace.Where };
            scope.Add(row);
            var bound = bind(StoredText.Expression(stored.Sql), scope);
            state.Access.Use(bound);
            state.Coercion.Settings = settingsAround;
            return bound;
        }, $"While applying {what} of table {relation.QualifiedName}.");

    private static Expression? Bind(RowPolicy policy, StoredExpression? text, RelationEntry relation, EquatableArray<ScopeRelation> row, FromPlace place) => text is null
        ? null
        : BindStored(text, relation, row, place, $"policy \"{policy.Name}\"", (syntax, scope) => ExpressionBinder.BindBoolean(syntax, scope, "POLICY"));

    private static Expression AnyOf(IEnumerable<Expression> conditions) => conditions.ToEquatableArray() switch
    {
        { Count: 0 } => ConstantExpression.False,
        { Count: 1 } one => one[0],
        var several => new LogicalExpression(LogicalOperator.Or, several),
    };
}
