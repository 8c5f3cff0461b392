using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Names of objects and the OIDs behind them, as <c>regclass</c> and its like read and print them.</summary>
internal sealed class ObjectNames(CatalogSnapshot snapshot, EquatableArray<string> searchPath)
{
    private readonly ObjectVisibility _visibility = new(snapshot, searchPath);

    public string? Of(SqlTypeKind kind, uint oid) => kind switch
    {
        SqlTypeKind.RegClass => RelationName(oid),
        SqlTypeKind.RegType => TypeSpelling.Of(oid, modifier: null),
        SqlTypeKind.RegProc when snapshot.Procedures.GetValueOrDefault(oid) is { } procedure =>
            _visibility.Of("function", oid) == true ? SqlNames.Quote(procedure.Name) : SqlNames.Quote(procedure.Schema, procedure.Name),
        SqlTypeKind.RegProc => FunctionRows.ByOid.GetValueOrDefault((int)oid) is { } function ? SqlNames.Quote(function.Name) : null,
        SqlTypeKind.RegNamespace => snapshot.Schemas.Values.FirstOrDefault(schema => schema.Oid == oid) is { } schema ? SqlNames.Quote(schema.Name) : null,
        SqlTypeKind.RegRole => Roles.NameOf(snapshot, oid) is { } role ? SqlNames.Quote(role) : null,
        _ => null,
    };

    public uint? Find(SqlTypeKind kind, string name)
    {
        if (kind == SqlTypeKind.RegType) return TypeReading.Find(name);
        var parts = SqlNames.Split(name) ?? throw new GatewayException(SqlState.InvalidName, $"invalid name syntax: \"{name}\"");
        return (uint?)(kind switch
        {
            SqlTypeKind.RegClass => FindRelation(parts),
            SqlTypeKind.RegProc => FindFunction(parts),
            SqlTypeKind.RegNamespace when parts.Count == 1 => snapshot.FindSchema(parts[0])?.Oid,
            SqlTypeKind.RegRole when parts.Count == 1 => Roles.All(snapshot).Where(role => role.Name == parts[0]).Select(role => (long?)role.Oid).FirstOrDefault(),
            _ => null,
        });
    }

    private string? RelationName(uint oid)
    {
        if (snapshot.RelationsByOid.GetValueOrDefault(oid) is { } relation)
            return _visibility.IsVisible(relation) ? SqlNames.Quote(relation.Name) : SqlNames.Quote(relation.Schema, relation.Name);
        if (RelationKey.Find(snapshot, oid) is not { } key) return null;
        return _visibility.IsSchemaVisible(key.Relation.Schema) ? SqlNames.Quote(key.Name) : SqlNames.Quote(key.Relation.Schema, key.Name);
    }

    private long? FindRelation(IReadOnlyList<string> parts)
    {
        // A database's name may stand before the schema's.
        var own = parts.Count == 3 && parts[0] == BuiltInCatalog.DatabaseName ? [.. parts.Skip(1)] : parts;
        IEnumerable<string> schemas = own.Count == 2 ? [own[0]] : own.Count == 1 ? _visibility.Path : [];
        foreach (var schema in schemas)
        {
            if (snapshot.FindRelation(schema, own[^1]) is { } relation) return relation.Oid;
            if (FindIndex(schema, own[^1]) is { } index) return index;
        }

        return null;
    }

    private long? FindIndex(string schema, string name)
    {
        if (snapshot.FindSchema(schema) is not { IsSystem: false } found) return null;
        return snapshot.Relations[found.Name].Values.SelectMany(RelationKey.Of).FirstOrDefault(key => key.Name == name)?.IndexOid;
    }

    private long? FindFunction(IReadOnlyList<string> parts)
    {
        IEnumerable<string> schemas = parts.Count == 2 ? [parts[0]] : parts.Count == 1 ? _visibility.Path : [];
        return FindBuiltIn(parts) ?? schemas.Select(schema => snapshot.FindProcedure(schema, parts[^1])).FirstOrDefault(found => found is not null)?.Oid;
    }

    private static long? FindBuiltIn(IReadOnlyList<string> parts) =>
        parts.Count == 1 || (parts.Count == 2 && parts[0] == BuiltInCatalog.PgCatalog) ? FunctionRows.All.FirstOrDefault(function => function.Name == parts[^1])?.Oid : null;
}
