using FederationGateway.Binder.Coercion;

namespace FederationGateway.Binder.Queries;

/// <summary>Sort keys from ORDER BY items: nulls last ascending and first descending unless said otherwise.</summary>
internal static class SortKeys
{
    public static SortKey Make(Expression value, Ast.SortItem item, StatementState state)
    {
        RequireOrder(value.Type, item.Span);
        var isDescending = item.Using is { } symbol ? IsDescending(symbol) : item.Descending;
        var nullsFirst = item.Nulls switch
        {
            Ast.NullsOrder.First => true,
            Ast.NullsOrder.Last => false,
            _ => isDescending,
        };
        value = state.Coercion.ResolveUnknown(value);
        return new SortKey(RowKeys.Find(value) ?? value, isDescending, nullsFirst);
    }

    /// <summary>42883 for a type whose values have no order.</summary>
    public static void RequireOrder(SqlType type, TextSpan span)
    {
        if (!HasOrder(type.Kind) || (type.Kind == SqlTypeKind.Array && !HasOrder(type.Element)))
        {
            throw new GatewayException(SqlState.UndefinedFunction, $"could not identify an ordering operator for type {TypeCoercion.NameOf(type)}")
            {
                Position = span.Start,
                Hint = "Use an explicit ordering operator or modify the query.",
            };
        }
    }

    /// <summary>42883 for a type whose values cannot be told apart: GROUP BY, DISTINCT, UNION.</summary>
    public static void RequireEquality(SqlType type, TextSpan span)
    {
        if (!HasOrder(type.Kind) || (type.Kind == SqlTypeKind.Array && !HasOrder(type.Element)))
            throw new GatewayException(SqlState.UndefinedFunction, $"could not identify an equality operator for type {TypeCoercion.NameOf(type)}") { Position = span.Start };
    }

    private static bool HasOrder(SqlTypeKind kind) => kind is not (SqlTypeKind.Json or SqlTypeKind.Void);

    private static bool IsDescending(Ast.OperatorName symbol) => symbol.Symbol switch
    {
        "<" => false,
        ">" => true,
        _ => throw new GatewayException(SqlState.WrongObjectType, $"operator {symbol.Symbol} is not a valid ordering operator")
        {
            Position = symbol.Span.Start,
            Hint = "Ordering operators must be \"<\" or \">\" members of btree operator families.",
        },
    };
}
