using FederationGateway.Catalog.Access;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>What dictionary views are made from: one catalog state, who asks and what they may know, and what runs.</summary>
/// <param name="ProcessId">The asking session.</param>
public sealed record SystemViewContext(CatalogSnapshot Snapshot, string UserName, int ProcessId, IRuntimeState Runtime)
{
    public RoleRights Rights { get; } = RoleRights.Of(Snapshot, UserName);

    /// <summary>The remote sources whose configuration may be known, oldest first.</summary>
    public IEnumerable<RemoteSourceEntry> Sources => Snapshot.Sources.Values.Where(Rights.Sees).OrderBy(source => source.Oid);

    /// <summary>The relations that may be used somehow, oldest first.</summary>
    public IEnumerable<RelationEntry> Relations => Introspection.Relations.All(Snapshot).Where(Rights.Sees);

    public bool Sees(string source) => Snapshot.Sources.FindExact(source) is { } known ? Rights.Sees(known) : Rights.SeesAll;

    /// <summary>Whether statistics that tell of the values of all rows may be known: what is hidden by policies and masks is not told by them.</summary>
    public bool SeesValues(RelationEntry relation) => Rights.HasAnyColumn(relation, Privilege.Select) && HiddenData.Of(Snapshot, relation, Rights) is null;

    /// <summary>Whether it may be known how many rows there are.</summary>
    public bool SeesCounts(RelationEntry relation) => HiddenData.Of(Snapshot, relation, Rights) is not { Rows: not null };

    /// <summary>Whether what somebody runs may be known: one's own, and that of one's roles.</summary>
    public bool SeesStatementsOf(string user) => Rights.SeesAll || Rights.Owns(user);
}
