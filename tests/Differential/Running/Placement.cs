namespace FederationGateway.Differential.Running;

/// <summary>Where the tables live for the gateway; a schema of it holds them all under the same names.</summary>
public static class Placement
{
    /// <summary>All in one PostgreSQL database.</summary>
    public const string Together = "together";

    /// <summary>Each half in a database of its own.</summary>
    public const string Apart = "apart";

    /// <summary>Copies inside the gateway.</summary>
    public const string Local = "local";

    /// <summary>Those that can be in files, the others in one database.</summary>
    public const string Files = "files";

    /// <summary>Some in files, some inside the gateway, the others in two databases.</summary>
    public const string Mixed = "mixed";

    /// <summary>As <see cref="Mixed"/>, and what no source can do alone runs at one of the databases, which the other rows are uploaded to.</summary>
    public const string Relocated = "relocated";

    /// <summary>Not a placement but all of them, one after the other.</summary>
    public const string Everywhere = "all";

    public static IReadOnlyList<string> All { get; } = [Together, Apart, Local, Files, Mixed, Relocated];

    /// <summary>The schema with the tables.</summary>
    public static string SchemaOf(string placement) => placement == Relocated ? Mixed : placement;
}
