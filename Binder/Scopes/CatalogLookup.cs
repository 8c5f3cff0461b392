using FederationGateway.Catalog;

namespace FederationGateway.Binder.Scopes;

/// <summary>Finds relations by name in one catalog state along one search path: the session's, or that of the view being expanded.</summary>
internal sealed class CatalogLookup(CatalogSnapshot snapshot, EquatableArray<string> searchPath, string database)
{
    public const string SystemCatalog = "pg_catalog";

    /// <summary>The dictionary, found without its schema behind everything else, as HANA's public synonyms are.</summary>
    private const string Dictionary = "SYS";

    private readonly EquatableArray<string> _path = [.. searchPath.Contains(SystemCatalog) ? [] : new[] { SystemCatalog }, .. searchPath, Dictionary];

    public CatalogSnapshot Snapshot { get; } = snapshot;

    public CatalogLookup WithPath(EquatableArray<string> path) => new(Snapshot, path, database);

    /// <summary>The relation of that name, or null. A three-part name of a remote source that is not imported yet is a <see cref="LinkedTableNeededException"/>.</summary>
    public RelationEntry? Find(Ast.ObjectName name)
    {
        var parts = name.Parts;
        return parts.Count switch
        {
            1 => Snapshot.FindRelation(_path, parts[0].Text),
            2 => Snapshot.FindRelation(parts[0].Text, parts[1].Text),
            3 when parts[0].Text == database => Snapshot.FindRelation(parts[1].Text, parts[2].Text),
            3 => FindLinked(name),
            _ => throw new GatewayException(SqlState.SyntaxError, $"improper qualified name (too many dotted names): {name}") { Position = name.Span.Start },
        };
    }

    /// <summary>The relation of that name; 42P01 when there is none.</summary>
    public RelationEntry Require(Ast.ObjectName name) => Find(name) ??
        throw new GatewayException(SqlState.UndefinedTable, $"relation \"{name}\" does not exist") { Position = name.Span.Start };

    private VirtualTableEntry FindLinked(Ast.ObjectName name)
    {
        if (Snapshot.FindSource(name.Parts[0].Text) is not { } source)
        {
            throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{name.Parts[0]}\" does not exist")
            {
                Position = name.Span.Start,
                Hint = "A three-part name starts with a remote source, or with the name of this database.",
            };
        }

        var linked = new LinkedTableName(source.Name, name.Parts[1].Text, name.Parts[2].Text);
        return Snapshot.LinkedTables.GetValueOrDefault(linked) ?? throw new LinkedTableNeededException(linked);
    }
}
