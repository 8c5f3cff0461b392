using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>
/// What SQL's catalog functions answer (<c>pg_table_is_visible</c>, <c>format_type</c>, <c>'t'::regclass</c> …), from one catalog state along one search path.
/// Cheap to make and pure: safe on any thread.
/// </summary>
/// <param name="SearchPath">Schemas in order; <c>pg_catalog</c> comes first when it is not among them.</param>
public sealed record CatalogFunctions(CatalogSnapshot Snapshot, EquatableArray<string> SearchPath)
{
    /// <summary>Whether an object of a kind (<c>table</c> as in <c>pg_table_is_visible</c>) is found by its bare name; null when there is no such object.</summary>
    public bool? IsVisible(string kind, uint oid) => new ObjectVisibility(Snapshot, SearchPath).Of(kind, oid);

    /// <summary>What <c>regclass</c> and its like print: quoted and qualified as needed; null when there is no such object.</summary>
    public string? NameOf(SqlTypeKind kind, uint oid) => new ObjectNames(Snapshot, SearchPath).Of(kind, oid);

    /// <summary>The OID behind a name as SQL writes it; null when there is no such object. 42602 for what is no name.</summary>
    public uint? Find(SqlTypeKind kind, string name) => new ObjectNames(Snapshot, SearchPath).Find(kind, name);

    /// <summary>The type as SQL spells it; <c>???</c> for an unknown one. <paramref name="modifier"/>: null when none was asked for, -1 for none.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Types are the same in every catalog state so far; callers ask all questions of one object.")]
    public string? FormatType(uint oid, int? modifier) => TypeSpelling.Of(oid, modifier) ?? "???";

    /// <summary>A role's name; <c>unknown (OID=n)</c> when there is none.</summary>
    public string UserNameOf(uint oid) => Roles.NameOf(Snapshot, oid) ?? string.Create(CultureInfo.InvariantCulture, $"unknown (OID={oid})");

    /// <summary>The text a <c>pg_get_…</c> function gives for an object, or for one of its columns when that is not 0; null when there is none.</summary>
    public string? DefinitionOf(string function, uint oid, int column) => new ObjectDefinitions(Snapshot).Of(function, oid, column);

    /// <summary>An object of a catalog (given by its OID), or a column of it when that is not 0, in words; null when there is none.</summary>
    public string? Describe(uint catalog, uint oid, int column) => new ObjectWords(Snapshot, SearchPath).Of(catalog, oid, column);

    /// <summary>A comment on an object of a catalog (empty: any), or on its column when that is not 0.</summary>
    public string? DescriptionOf(uint oid, string catalog, int column) => ObjectComments.Of(Snapshot, oid, catalog, column);

    /// <summary>The sequence that feeds a column, qualified and quoted as needed; null when none does.</summary>
    public string? SequenceOf(string table, string column)
    {
        if (Find(SqlTypeKind.RegClass, table) is not { } oid || Snapshot.RelationsByOid.GetValueOrDefault(oid) is not { } relation)
            throw new GatewayException(SqlState.UndefinedTable, $"relation \"{table}\" does not exist");
        var found = relation.Columns.FirstOrDefault(candidate => candidate.Name == column)
            ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column}\" of relation \"{relation.Name}\" does not exist");
        return Changes.Sequences.OwnedBy(Snapshot, oid).FirstOrDefault(sequence => sequence.OwnedBy!.Column == found.RemoteName) is { } sequence ? SqlNames.Quote(sequence.Schema, sequence.Name) : null;
    }

    /// <summary>
    /// Whether a user has a privilege on an object of a kind (<c>table</c> as in <c>has_table_privilege</c>), the object by name or by number. Null for a number that
    /// no object has; an unknown name is an error, as is an unknown privilege (22023).
    /// </summary>
    /// <param name="column">For a kind of <c>column</c>: its name or number.</param>
    public bool? HasPrivilege(string kind, string user, string target, string privilege, string? column = null) => new Privileges(this).Has(kind, user, target, privilege, column);
}
