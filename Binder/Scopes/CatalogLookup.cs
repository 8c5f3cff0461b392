using FederationGateway.Catalog;

namespace FederationGateway.Binder.Scopes;

/// <summary>
/// Finds relations by name in one catalog state: along the session's search path, or, in a view being expanded, as the names were understood when it was made.
/// </summary>
internal sealed class CatalogLookup(BindingContext context, EquatableArray<string> searchPath)
{
    public const string SystemCatalog = "pg_catalog";

    /// <summary>The dictionary, found without its schema behind everything else, as HANA's public synonyms are.</summary>
    private const string Dictionary = "SYS";

    private readonly EquatableArray<string> _path = [.. searchPath.Contains(SystemCatalog) ? [] : new[] { SystemCatalog }, .. searchPath, Dictionary];

    private EquatableArray<NameBinding> _bindings;

    private string? _viewOwner;

    public CatalogSnapshot Snapshot => context.Snapshot;

    /// <summary>What the names in a view's query mean.</summary>
    public CatalogLookup In(ViewEntry view) => new(context, view.SearchPath) { _bindings = view.Names, _viewOwner = view.Owner };

    /// <summary>What the names in an expression mean that is kept for a relation of that owner.</summary>
    public CatalogLookup In(StoredExpression stored, string owner) => new(context, stored.SearchPath) { _bindings = stored.Names, _viewOwner = owner };

    /// <summary>What a name of the view being expanded was bound to; null for a statement's own names.</summary>
    public NameBinding? BindingOf(Ast.ObjectName name) => _bindings.FirstOrDefault(binding => IsNamed(binding, name));

    /// <summary>The relation of that name, or null. A three-part name of a remote source that is not imported yet is a <see cref="LinkedTableNeededException"/>.</summary>
    public RelationEntry? Find(Ast.ObjectName name)
    {
        var parts = name.Parts;
        if (BindingOf(name) is { } binding && (binding.Oid != 0 || parts.Count < 3)) return Snapshot.RelationsByOid.GetValueOrDefault(binding.Oid);
        return parts.Count switch
        {
            1 => Snapshot.FindRelation(_path, parts[0].Text),
            2 => Snapshot.FindRelation(parts[0].Text, parts[1].Text),
            3 when parts[0].Text == context.Database => Snapshot.FindRelation(parts[1].Text, parts[2].Text),
            3 => FindLinked(name),
            _ => throw new GatewayException(SqlState.SyntaxError, $"improper qualified name (too many dotted names): {name}") { Position = name.Span.Start },
        };
    }

    /// <summary>The procedure of that name, or null.</summary>
    public ProcedureEntry? FindProcedure(Ast.ObjectName name) => name.Parts.Count switch
    {
        1 => _path.Select(schema => Snapshot.FindProcedure(schema, name.Last.Text)).FirstOrDefault(found => found is not null),
        2 => Snapshot.FindProcedure(name.Parts[0].Text, name.Last.Text),
        _ => null,
    };

    /// <summary>The task of that name, or null.</summary>
    public TaskEntry? FindTask(Ast.ObjectName name) => name.Parts.Count switch
    {
        1 => _path.Select(schema => Snapshot.FindTask(schema, name.Last.Text)).FirstOrDefault(found => found is not null),
        2 => Snapshot.FindTask(name.Parts[0].Text, name.Last.Text),
        _ => null,
    };

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
        return Snapshot.LinkedTables.GetValueOrDefault(linked) is { } known && known.CreateTime >= context.LinkedTablesSince ? known : throw new LinkedTableNeededException(linked) { OnBehalfOf = _viewOwner };
    }

    private static bool IsNamed(NameBinding binding, Ast.ObjectName name)
    {
        if (binding.Name.Count != name.Parts.Count) return false;
        for (var i = 0; i < binding.Name.Count; i++)
            if (binding.Name[i] != name.Parts[i].Text) return false;
        return true;
    }
}
