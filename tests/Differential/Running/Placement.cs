namespace FederationGateway.Differential.Running;

/// <summary>Where the tables live for the gateway; each is a schema of it that holds them all under the same names.</summary>
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

    public static IReadOnlyList<string> All { get; } = [Together, Apart, Local, Files, Mixed];
}
