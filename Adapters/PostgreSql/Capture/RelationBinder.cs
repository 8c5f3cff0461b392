using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Capture.PgOutput;
using FederationGateway.Adapters.PostgreSql.Capture.Values;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Decides for a table that the server is about to send rows of: whether it is a captured one, under whatever name, and whether it is still what its definition says.
/// </summary>
/// <param name="found">The captured tables, and their numbers at the server as far as it has them.</param>
/// <param name="mustCheckText">The server does not check that text is UTF-8.</param>
internal sealed class RelationBinder(ControlQueries control, PostgreSqlOptions options, IReadOnlyList<FoundTable> found, bool mustCheckText)
{
    /// <summary>$1, $2: types and modifiers. How they are called, and what domains are made of.</summary>
    private const string TypeQuery = """
        WITH RECURSIVE base(place, oid, modifier, depth) AS (
          SELECT w.place, w.oid, w.modifier, 0 FROM unnest($1::oid[], $2::text[]::int[]) WITH ORDINALITY w(oid, modifier, place)
          UNION ALL SELECT b.place, t.typbasetype, t.typtypmod, b.depth + 1 FROM base b JOIN pg_type t ON t.oid = b.oid WHERE t.typtype = 'd')
        SELECT DISTINCT ON (b.place) b.place, format_type(w.oid, w.modifier), b.oid, b.modifier, b.depth > 0, format_type(w.oid, NULL)
        FROM base b JOIN unnest($1::oid[], $2::text[]::int[]) WITH ORDINALITY w(oid, modifier, place) ON w.place = b.place
        ORDER BY b.place, b.depth DESC
        """;

    private readonly Dictionary<uint, CapturedTable> _byOid = found.Where(table => table.Oid is not null).ToDictionary(table => table.Oid!.Value, table => table.Table);
    private readonly Dictionary<(uint Oid, int Modifier), SourceType> _types = [];

    /// <param name="Name">With its modifier, as an import calls it.</param>
    private sealed record SourceType(string Name, uint BaseOid, int BaseModifier, bool IsDomain, string BareName);

    /// <summary>The captured tables with their latest definitions, by their number at the server.</summary>
    public IReadOnlyDictionary<uint, CapturedTable> Tables => _byOid;

    /// <summary>Where the table's rows go (null when nobody wants them), and its definition if it is another one now.</summary>
    public async Task<(TableRows? Rows, TableDefinitionChange? Change)> BindAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        if (Find(relation) is not { } table) return (null, null);
        var types = await TypesOfAsync(relation, cancellationToken);
        TableDefinitionChange? change = null;
        if (!IsAsDefined(table, relation, types))
        {
            table = table with { Definition = await DefineAsync(table, relation, types, cancellationToken) };
            change = new TableDefinitionChange(table.Id, table.Definition);
        }

        _byOid[relation.Oid] = table;
        var columns = new TableRowsColumn[relation.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var ordinal = OrdinalOf(table.Definition, relation.Columns[i].Name);
            var column = table.Definition.Columns[ordinal];
            columns[i] = new TableRowsColumn(ordinal, relation.Columns[i].IsIdentity, TextDecoderFactory.Create(column.Name, column.Type, (int)types[i].BaseOid, mustCheckText));
        }

        return (new TableRows(table.Id, table.Definition, columns), change);
    }

    private CapturedTable? Find(RelationMessage relation)
    {
        if (_byOid.TryGetValue(relation.Oid, out var table)) return table;

        // The log may tell of the time when a table that is gone by now was there.
        return found.FirstOrDefault(known => known.Oid is null && (CaptureTables.OidOf(known.Table.Definition) is { } oid
            ? oid == relation.Oid
            : known.Table.Definition.Path[0] == relation.Schema && known.Table.Definition.Path[1] == relation.Name))?.Table;
    }

    private static bool IsAsDefined(CapturedTable table, RelationMessage relation, SourceType[] types)
    {
        var definition = table.Definition;
        if (definition.Path[0] != relation.Schema || definition.Path[1] != relation.Name || definition.Columns.Count != relation.Columns.Count) return false;
        for (var i = 0; i < types.Length; i++)
        {
            var ordinal = OrdinalOf(definition, relation.Columns[i].Name);
            if (ordinal < 0 || definition.Columns[ordinal].RemoteTypeName != types[i].Name) return false;
        }

        return !NamesRowsByKey(relation) || table.Key.Select(ordinal => definition.Columns[ordinal].RemoteName).ToHashSet().SetEquals(IdentityOf(relation));
    }

    /// <summary>
    /// The table as it was when these rows were written: the columns the server tells, each as the catalog has it now if it still is that one, and otherwise as far as the
    /// message says.
    /// </summary>
    private async Task<RemoteTable> DefineAsync(CapturedTable table, RelationMessage relation, SourceType[] types, CancellationToken cancellationToken)
    {
        var imported = await control.ReadTablesAsync([relation.Oid], cancellationToken) is [var now] ? now : null;
        var columns = relation.Columns.Select((column, i) => ColumnOf(imported, column, types[i])).ToEquatableArray();
        var definition = new RemoteTable(
            new RemoteObjectName(options.Database, relation.Schema, relation.Name),
            [relation.Schema, relation.Name],
            columns,
            KeysOf(imported, columns),
            imported?.Statistics,
            imported?.Properties ?? [.. table.Definition.Properties.Where(property => property.Name != PropertyNames.Oid), OidProperty(relation.Oid)],
            imported?.Comment)
        {
            ColumnNumbers = relation.Columns.Select(column => imported is not null && OrdinalOf(imported, column.Name) is >= 0 and var ordinal ? imported.ColumnNumbers[ordinal] : 0).ToEquatableArray(),
        };
        var key = table with { Definition = definition };
        if (!NamesRowsByKey(relation) || key.Key.Select(ordinal => columns[ordinal].RemoteName).ToHashSet().SetEquals(IdentityOf(relation))) return definition;
        return definition with { Keys = [new TableKey(IsPrimary: true, [.. IdentityOf(relation).Select(name => OrdinalOf(definition, name))])] };
    }

    private static TableColumn ColumnOf(RemoteTable? imported, RelationColumn column, SourceType type)
    {
        if (imported?.Columns.FirstOrDefault(known => known.RemoteName == column.Name && known.RemoteTypeName == type.Name) is { } same) return same;
        var domains = type.IsDomain ? new Dictionary<uint, (uint, int, string)> { [column.TypeOid] = (type.BaseOid, type.BaseModifier, type.BareName) } : [];
        var (sqlType, properties) = new ColumnTypes(domains).Resolve(column.TypeOid, column.TypeModifier);
        return new TableColumn(column.Name, column.Name, sqlType, IsNullable: !column.IsIdentity, type.Name, [.. properties]);
    }

    private static EquatableArray<TableKey> KeysOf(RemoteTable? imported, EquatableArray<TableColumn> columns)
    {
        List<TableKey> keys = [];
        foreach (var key in imported?.Keys ?? [])
        {
            int[] ordinals = [.. key.Ordinals.Select(ordinal => columns.ToList().FindIndex(column => column.RemoteName == imported!.Columns[ordinal].RemoteName))];
            if (!ordinals.Contains(-1)) keys.Add(key with { Ordinals = [.. ordinals] });
        }

        return [.. keys];
    }

    private async Task<SourceType[]> TypesOfAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        var unknown = relation.Columns.Select(column => (column.TypeOid, column.TypeModifier)).Distinct().Where(type => !_types.ContainsKey(type)).ToArray();
        if (unknown.Length > 0)
        {
            uint[] oids = [.. unknown.Select(type => type.TypeOid)];
            string[] modifiers = [.. unknown.Select(type => type.TypeModifier.ToString(CultureInfo.InvariantCulture))];
            foreach (var (place, type) in await control.QueryAsync(TypeQuery, [oids, modifiers], row => (Place: row.GetInt64(0), Type: new SourceType(
                row.GetString(1), row.GetFieldValue<uint>(2), row.GetInt32(3), row.GetBoolean(4), row.GetString(5))), cancellationToken)) _types[unknown[place - 1]] = type;
        }

        return [.. relation.Columns.Select(column => _types[(column.TypeOid, column.TypeModifier)])];
    }

    private static bool NamesRowsByKey(RelationMessage relation) => relation.Identity is 'd' or 'i' && relation.Columns.Any(column => column.IsIdentity);

    private static IEnumerable<string> IdentityOf(RelationMessage relation) => relation.Columns.Where(column => column.IsIdentity).Select(column => column.Name);

    private static TableProperty OidProperty(uint oid) => new(PropertyNames.Oid, oid.ToString(CultureInfo.InvariantCulture), IsReadOnly: true);

    private static int OrdinalOf(RemoteTable table, string remoteName)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            if (table.Columns[i].RemoteName == remoteName) return i;
        return -1;
    }
}
