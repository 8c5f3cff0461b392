using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>Where a captured table is at the server now; without <paramref name="Oid"/> when it is not there.</summary>
internal sealed record FoundTable(CapturedTable Table, uint? Oid, string? Schema, string? Name);

/// <summary>
/// Finds captured tables at the server by the number they were imported with, which outlives a change of name (a table made anew under the old name is another one); by name
/// only those of which no number is known.
/// </summary>
internal static class CaptureTables
{
    private const string Query = """
        SELECT w.place, c.oid, n.nspname::text, c.relname::text
        FROM unnest($1::oid[], $2::text[], $3::text[]) WITH ORDINALITY w(oid, schema, name, place)
          JOIN pg_class c ON c.relkind IN ('r', 'p') AND CASE WHEN w.oid <> 0 THEN c.oid = w.oid ELSE c.relname = w.name END
          JOIN pg_namespace n ON n.oid = c.relnamespace AND (w.oid <> 0 OR n.nspname = w.schema)
        """;

    public static async Task<IReadOnlyList<FoundTable>> FindAsync(ControlQueries control, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        uint[] oids = [.. tables.Select(table => OidOf(table.Definition) ?? 0)];
        string[] schemas = [.. tables.Select(table => table.Definition.Path[0])];
        string[] names = [.. tables.Select(table => table.Definition.Path[1])];
        var found = tables.Select(table => new FoundTable(table, null, null, null)).ToArray();
        foreach (var (place, oid, schema, name) in await control.QueryAsync(
            Query, [oids, schemas, names], row => (Place: row.GetInt64(0), Oid: row.GetFieldValue<uint>(1), Schema: row.GetString(2), Name: row.GetString(3)), cancellationToken))
        {
            found[place - 1] = found[place - 1] with { Oid = oid, Schema = schema, Name = name };
        }

        return found;
    }

    /// <summary>The number with which a table was imported.</summary>
    public static uint? OidOf(RemoteTable definition) =>
        definition.Properties.FirstOrDefault(property => property.Name == PropertyNames.Oid) is { } property
        && uint.TryParse(property.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var oid) ? oid : null;
}
