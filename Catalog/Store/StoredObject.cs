namespace FederationGateway.Catalog.Store;

/// <summary>The kinds of objects the store keeps, as its <c>kind</c> column spells them.</summary>
internal static class StoredKind
{
    public const string Schema = "schema";
    public const string Table = "table";
    public const string View = "view";
    public const string Sequence = "sequence";
    public const string VirtualTable = "virtual table";
    public const string Source = "remote source";
    public const string Credential = "credential";
    public const string Role = "user";
    public const string Membership = "membership";
    public const string AccessList = "access list";
    public const string RemoteObjects = "remote objects";
    public const string Subscription = "remote subscription";
    public const string Task = "task";
    public const string Procedure = "procedure";

    public static string Of(RelationEntry relation) => relation switch
    {
        LocalTableEntry => Table,
        ViewEntry => View,
        VirtualTableEntry => VirtualTable,
        SequenceEntry => Sequence,
        _ => throw new ArgumentException($"{relation.GetType().Name} is not stored", nameof(relation)),
    };

    public static string Write(RelationEntry relation) => relation switch
    {
        LocalTableEntry table => CatalogJson.Write(table),
        ViewEntry view => CatalogJson.Write(view),
        VirtualTableEntry virtualTable => CatalogJson.Write(virtualTable),
        SequenceEntry sequence => CatalogJson.Write(sequence),
        _ => throw new ArgumentException($"{relation.GetType().Name} is not stored", nameof(relation)),
    };

    public static RelationEntry? Read(string kind, string definition) => kind switch
    {
        Table => CatalogJson.Read<LocalTableEntry>(definition),
        View => CatalogJson.Read<ViewEntry>(definition),
        VirtualTable => CatalogJson.Read<VirtualTableEntry>(definition),
        Sequence => CatalogJson.Read<SequenceEntry>(definition),
        _ => null,
    };
}
