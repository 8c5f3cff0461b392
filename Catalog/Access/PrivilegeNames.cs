using System.Collections.Frozen;

namespace FederationGateway.Catalog.Access;

/// <summary>Which privileges there are for what, and how they are written.</summary>
public static class PrivilegeNames
{
    private static readonly (Privilege Privilege, SecuredKind Kind, string Name, char? Letter)[] Rows =
    [
        // In the order PostgreSQL lists them in an aclitem.
        (Privilege.Insert, SecuredKind.Relation, "INSERT", 'a'),
        (Privilege.Select, SecuredKind.Relation, "SELECT", 'r'),
        (Privilege.Update, SecuredKind.Relation, "UPDATE", 'w'),
        (Privilege.Delete, SecuredKind.Relation, "DELETE", 'd'),
        (Privilege.Truncate, SecuredKind.Relation, "TRUNCATE", 'D'),
        (Privilege.References, SecuredKind.Relation, "REFERENCES", 'x'),
        (Privilege.Trigger, SecuredKind.Relation, "TRIGGER", 't'),
        (Privilege.Unmasked, SecuredKind.Relation, "UNMASKED", null),
        (Privilege.Usage, SecuredKind.Schema, "USAGE", 'U'),
        (Privilege.Create, SecuredKind.Schema, "CREATE", 'C'),
        (Privilege.Execute, SecuredKind.Procedure, "EXECUTE", 'X'),
        (Privilege.Execute, SecuredKind.Task, "EXECUTE", 'X'),
        (Privilege.CreateVirtualTable, SecuredKind.Source, "CREATE VIRTUAL TABLE", 'U'),
        (Privilege.CreateRemoteSubscription, SecuredKind.Source, "CREATE REMOTE SUBSCRIPTION", null),
        (Privilege.ProcessRemoteSubscriptionException, SecuredKind.Source, "PROCESS REMOTE SUBSCRIPTION EXCEPTION", null),
        (Privilege.Alter, SecuredKind.Source, "ALTER", null),
        (Privilege.Drop, SecuredKind.Source, "DROP", null),
        (Privilege.RemoteExecute, SecuredKind.Source, "REMOTE EXECUTE", null),
        (Privilege.LinkedDatabase, SecuredKind.Source, "LINKED DATABASE", null),
        (Privilege.CreateRemoteSource, SecuredKind.System, "CREATE REMOTE SOURCE", null),
        (Privilege.CreateSchema, SecuredKind.System, "CREATE SCHEMA", null),
        (Privilege.CatalogRead, SecuredKind.System, "CATALOG READ", null),
        (Privilege.AgentAdmin, SecuredKind.System, "AGENT ADMIN", null),
        (Privilege.AdapterAdmin, SecuredKind.System, "ADAPTER ADMIN", null),
        (Privilege.CredentialAdmin, SecuredKind.System, "CREDENTIAL ADMIN", null),
        (Privilege.AuditRead, SecuredKind.System, "AUDIT READ", null),
    ];

    private static readonly FrozenDictionary<(SecuredKind, string), Privilege> ByName = Rows.ToFrozenDictionary(row => (row.Kind, row.Name), row => row.Privilege);
    private static readonly FrozenDictionary<Privilege, (string Name, char? Letter)> ByPrivilege = Rows.DistinctBy(row => row.Privilege).ToFrozenDictionary(row => row.Privilege, row => (row.Name, row.Letter));

    /// <summary>What can be granted on sequences, which otherwise are relations.</summary>
    public static IReadOnlyList<Privilege> OfSequences { get; } = [Privilege.Select, Privilege.Update, Privilege.Usage];

    /// <summary>The privileges that can be granted on something of a kind, in PostgreSQL's order.</summary>
    public static IEnumerable<Privilege> Of(SecuredKind kind) => Rows.Where(row => row.Kind == kind).Select(row => row.Privilege);

    /// <summary>The privilege of that name, in capitals, on something of a kind; null when there is none. PostgreSQL's USAGE of a foreign server is the right to make foreign tables of it.</summary>
    public static Privilege? Find(SecuredKind kind, string name) =>
        ByName.TryGetValue((kind, kind == SecuredKind.Source && name == "USAGE" ? "CREATE VIRTUAL TABLE" : name), out var found) ? found : null;

    /// <summary>True for a name that is a privilege on something.</summary>
    public static bool IsKnown(string name) => Rows.Any(row => row.Name == name);

    public static string NameOf(Privilege privilege) => ByPrivilege[privilege].Name;

    /// <summary>Its letter in an aclitem; null for what PostgreSQL does not have.</summary>
    public static char? LetterOf(Privilege privilege) => ByPrivilege[privilege].Letter;

    /// <summary>True for a privilege that can be granted on single columns.</summary>
    public static bool HasColumns(Privilege privilege) => privilege is Privilege.Select or Privilege.Insert or Privilege.Update or Privilege.References;
}
