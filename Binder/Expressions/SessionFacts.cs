using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Functions whose answer is known from the session a statement is bound for: they become constants.</summary>
internal static class SessionFacts
{
    public static Expression? TryBind(string name, IReadOnlyList<Expression> arguments, Scope scope)
    {
        var context = scope.State.Context;
        return (name, arguments.Count) switch
        {
            ("current_user" or "user" or "current_role", 0) => Name(context.CurrentUser),
            ("session_user", 0) => Name(context.SessionUser),
            ("current_database" or "current_catalog", 0) => Name(context.Database),
            ("current_schema", 0) => Name(Existing(context).FirstOrDefault()),
            ("current_schemas", 1) when arguments[0] is ConstantExpression { Value: bool withImplicit } => Schemas(context, withImplicit),
            _ => null,
        };
    }

    private static ConstantExpression Name(string? value) => new(value, SqlType.Name);

    private static IEnumerable<string> Existing(BindingContext context) => context.SearchPath.Where(schema => context.Snapshot.FindSchema(schema) is not null);

    private static ConstantExpression Schemas(BindingContext context, bool withImplicit)
    {
        var schemas = Existing(context).ToList();
        if (withImplicit && !schemas.Contains(CatalogLookup.SystemCatalog)) schemas.Insert(0, CatalogLookup.SystemCatalog);
        return new ConstantExpression(schemas.ToArray<object?>(), SqlType.ArrayOf(SqlTypeKind.Name));
    }
}
