using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>The number behind a name written as <c>'name'::regclass</c> and its like.</summary>
internal sealed class OidNames(BindingContext context)
{
    /// <summary>The OID, or null when names of the kind are not looked up here.</summary>
    public uint? Find(SqlTypeKind kind, string name) => kind switch
    {
        SqlTypeKind.RegClass => Relation(name),
        SqlTypeKind.RegNamespace => Schema(name),
        SqlTypeKind.RegType => Type(name),
        _ => null,
    };

    private uint Relation(string name)
    {
        var parts = Split(name);
        var written = new Ast.ObjectName(parts.Select(part => new Ast.Identifier(part, false, default)).ToEquatableArray(), default);
        var found = new CatalogLookup(context.Snapshot, context.SearchPath, context.Database).Find(written);
        return found is null ? throw new GatewayException(SqlState.UndefinedTable, $"relation \"{name}\" does not exist") : (uint)found.Oid;
    }

    private uint Schema(string name) => context.Snapshot.FindSchema(Split(name)[^1]) is { } schema
        ? (uint)schema.Oid
        : throw new GatewayException(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist");

    private static uint Type(string name) => SqlTypeNames.Parse(Split(name)[^1]) is { } kind
        ? (uint)new SqlType(kind).TypeOid
        : throw new GatewayException(SqlState.UndefinedObject, $"type \"{name}\" does not exist");

    /// <summary>The parts of a possibly quoted, possibly qualified name; unquoted parts fold to lower case.</summary>
    private static List<string> Split(string name)
    {
        var parts = new List<string>();
        for (var i = 0; i <= name.Length; i++)
        {
            var end = i;
            if (i < name.Length && name[i] == '"')
            {
                end = i + 1;
                while (end < name.Length && (name[end] != '"' || (end + 1 < name.Length && name[end + 1] == '"'))) end += name[end] == '"' ? 2 : 1;
                if (end >= name.Length) throw new GatewayException(SqlState.InvalidName, "invalid name syntax");
                parts.Add(name[(i + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                i = end + 1;
                continue;
            }

            while (end < name.Length && name[end] != '.') end++;
            parts.Add(name[i..end].Trim().ToLowerInvariant());
            i = end;
        }

        return parts;
    }
}
