using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What keeps tables from being captured.</summary>
internal sealed class TableChecks(ControlQueries control, int version, string role)
{
    private const int FirstVersionWithGeneratedColumns = 180_000;

    /// <summary>$1: schemas, $2: names. Nothing for a table that is not there.</summary>
    private const string TableQuery = """
        SELECT w.place, c.oid, c.relkind::text, c.relpersistence::text, n.nspname ~ '^(pg_|information_schema$)', pg_has_role(c.relowner, 'USAGE'), row_security_active(c.oid),
               c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid),
               ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated <> '' AND NOT a.attisdropped ORDER BY a.attnum),
               ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                     AND format_type(a.atttypid, -1) ~ '^reg(class|type|proc|procedure|namespace|oper|operator|dictionary|config|role|collation)(\[\])?$' ORDER BY a.attnum)
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY w(schema, name, place) JOIN pg_namespace n ON n.nspname = w.schema JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
        """;

    /// <summary>
    /// $1: tables. Each that has rows of its own (a partitioned table's partitions in its stead), what it logs of old rows, and the columns of the index that says so.
    /// </summary>
    private const string IdentityQuery = """
        SELECT t.root, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relreplident::text,
               ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey[0:i.indnkeyatts - 1])
                     WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                       AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END)
        FROM (SELECT o.oid AS root, o.oid FROM unnest($1) o(oid) UNION SELECT o.oid, p.relid::oid FROM unnest($1) o(oid), pg_partition_tree(o.oid::regclass) p) t
          JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r'
        ORDER BY t.root, c.oid
        """;

    private sealed record Facts(uint Oid, char Kind, char Persistence, bool IsSystem, bool IsOwned, bool IsSecured, bool HasChildren, string[] Generated, string[] Registered);

    public async Task<IReadOnlyList<CaptureObstacle>> CheckAsync(IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        string[] schemas = [.. tables.Select(table => table.Definition.Path[0])];
        string[] names = [.. tables.Select(table => table.Definition.Path[1])];
        var found = (await control.QueryAsync(TableQuery, [schemas, names], row => (Place: row.GetInt64(0), Facts: new Facts(
            row.GetFieldValue<uint>(1), row.GetString(2)[0], row.GetString(3)[0], row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7),
            row.GetFieldValue<string[]>(8), row.GetFieldValue<string[]>(9))), cancellationToken)).ToDictionary(row => row.Place, row => row.Facts);
        uint[] oids = [.. found.Values.Where(facts => facts.Kind is 'r' or 'p').Select(facts => facts.Oid)];
        var identities = (await control.QueryAsync(IdentityQuery, [oids], row => (
            Root: row.GetFieldValue<uint>(0), Name: row.GetString(1), Kind: row.GetString(2)[0], Columns: row.GetFieldValue<string[]>(3)), cancellationToken)).ToLookup(row => row.Root);
        List<CaptureObstacle> obstacles = [];
        for (var i = 0; i < tables.Count; i++)
        {
            var table = tables[i];
            var name = CaptureName.Quoted(table.Definition.Path);
            if (!found.TryGetValue(i + 1, out var facts))
            {
                obstacles.Add(new CaptureObstacle($"table {name} does not exist", "drop the virtual table, or let it point to another one"));
                continue;
            }

            obstacles.AddRange(OfTable(table, name, facts));
            if (facts.HasChildren) continue;
            foreach (var (_, part, kind, columns) in identities[facts.Oid])
                if (OfIdentity(table, part, kind, columns) is { } obstacle) obstacles.Add(obstacle);
        }

        return obstacles;
    }

    private IEnumerable<CaptureObstacle> OfTable(CapturedTable table, string name, Facts facts)
    {
        if (facts.Kind is not ('r' or 'p'))
        {
            var what = facts.Kind switch { 'v' => "a view", 'm' => "a materialized view", 'f' => "a foreign table", _ => "no table" };
            yield return new CaptureObstacle($"{name} is {what}, and the log tells of tables only", "capture the tables that it is made from");
            yield break;
        }

        if (CaptureTables.OidOf(table.Definition) is { } oid && oid != facts.Oid)
            yield return new CaptureObstacle($"table {name} was made anew since it was imported", "ALTER VIRTUAL TABLE … REFRESH DEFINITION");
        if (facts.IsSystem)
            yield return new CaptureObstacle($"{name} is a table of the system, which cannot be published", "capture another table");
        if (facts.Persistence == 't')
            yield return new CaptureObstacle($"{name} is a temporary table, which is not in the log", "capture another table");
        if (facts.Persistence == 'u')
            yield return new CaptureObstacle($"{name} is an unlogged table, which is not in the log", $"ALTER TABLE {name} SET LOGGED");
        if (!facts.IsOwned)
            yield return new CaptureObstacle($"user {role} does not own table {name}: only its owner may publish it", $"ALTER TABLE {name} OWNER TO {role}, or GRANT its owner's role TO {role}");
        if (facts.IsSecured)
            yield return new CaptureObstacle($"row security hides rows of {name} from user {role}, but the log tells of all", $"ALTER ROLE {role} BYPASSRLS");
        if (facts.HasChildren)
            yield return new CaptureObstacle($"{name} has inheriting tables, whose rows it shows but the log tells as theirs", "capture the inheriting tables one by one, or make it a partitioned table");
        foreach (var column in facts.Generated.Where(column => version < FirstVersionWithGeneratedColumns && table.Definition.Columns.Any(known => known.RemoteName == column)))
            yield return new CaptureObstacle($"column {CaptureName.Quoted(column)} of {name} is generated, and the log of this server's version does not tell it", $"ALTER TABLE {name} ALTER COLUMN {CaptureName.Quoted(column)} DROP EXPRESSION");
        foreach (var column in facts.Registered)
            yield return new CaptureObstacle($"column {CaptureName.Quoted(column)} of {name} holds numbers of objects, but the log tells their names", $"ALTER TABLE {name} ALTER COLUMN {CaptureName.Quoted(column)} TYPE oid");
    }

    /// <summary>The server refuses updates and deletes of a published table whose old rows it cannot name; it must name them by the key that the gateway takes for theirs.</summary>
    private static CaptureObstacle? OfIdentity(CapturedTable table, string name, char kind, string[] columns)
    {
        if (kind == 'f') return null;
        var key = table.Key.Select(ordinal => table.Definition.Columns[ordinal].RemoteName).ToHashSet();
        if (key.Count > 0 && key.SetEquals(columns)) return null;
        var index = table.Definition.Keys.FirstOrDefault(known => known.Ordinals == table.Key);
        var remedy = index switch
        {
            null => "FULL",
            { IsPrimary: true } when kind != 'd' => "DEFAULT",
            { IsPrimary: false, Name: { } unique } when !key.SetEquals(columns) => $"USING INDEX {CaptureName.Quoted(unique)}",
            _ => "FULL",
        };
        var what = columns.Length > 0
            ? $"table {name} logs of old rows the columns {string.Join(", ", columns.Select(CaptureName.Quoted))}, which are not the key that its rows are known by here"
            : $"table {name} logs nothing of old rows: when published, its updates and deletes would fail";
        return new CaptureObstacle(what, $"ALTER TABLE {name} REPLICA IDENTITY {remedy}");
    }
}
