using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Binder.Expressions;

/// <summary>The number behind a name written as <c>'name'::regclass</c> and its like.</summary>
internal sealed class OidNames(BindingContext context)
{
    /// <summary>The OID; an error when there is no such object.</summary>
    public uint? Find(SqlTypeKind kind, string name) => new CatalogFunctions(context.Snapshot, context.SearchPath).Find(kind, name) ?? throw Missing(kind, name);

    private static GatewayException Missing(SqlTypeKind kind, string name) => kind switch
    {
        SqlTypeKind.RegClass => new(SqlState.UndefinedTable, $"relation \"{name}\" does not exist"),
        SqlTypeKind.RegNamespace => new(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist"),
        SqlTypeKind.RegProc => new(SqlState.UndefinedFunction, $"function \"{name}\" does not exist"),
        SqlTypeKind.RegOperator => new(SqlState.UndefinedFunction, $"operator does not exist: {name}"),
        SqlTypeKind.RegDictionary => new(SqlState.UndefinedObject, $"text search dictionary \"{name}\" does not exist"),
        SqlTypeKind.RegRole => new(SqlState.UndefinedObject, $"role \"{name}\" does not exist"),
        _ => new(SqlState.UndefinedObject, $"type \"{name}\" does not exist"),
    };
}
