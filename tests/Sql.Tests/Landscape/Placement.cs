namespace FederationGateway.Sql.Tests.Landscape;

/// <summary>Where the tables of a test live. Each is a schema of the gateway that holds all tables under the same names.</summary>
/// <param name="Name">The schema, and the word of test files.</param>
/// <param name="Pushdown">Whether sources may do more than deliver rows.</param>
/// <param name="Engine">The source that runs the remainder as far as it can, over uploads of all that is not its own; null for the gateway.</param>
public sealed record Placement(string Name, bool Pushdown, string? Engine = null)
{
    /// <summary>All tables in one PostgreSQL database.</summary>
    public const string Together = "together";

    /// <summary>The tables of <c>left.sql</c> in one PostgreSQL database, those of <c>right.sql</c> in another.</summary>
    public const string Apart = "apart";

    /// <summary>Copies inside the gateway.</summary>
    public const string Local = "local";

    /// <summary>Some in Parquet and CSV files, the rest in PostgreSQL.</summary>
    public const string Files = "files";

    public static IReadOnlyList<Placement> All { get; } =
    [
        new(Together, true), new(Together, false), new(Apart, true), new(Apart, false), new(Local, true), new(Files, true), new(Files, false),
        new(Apart, true, "left"), new(Apart, true, "together"), new(Files, true, "together"),
    ];

    /// <summary>The source whose tables a test makes and writes to; null for the gateway itself.</summary>
    public string? Writes => Name switch { Local => null, Apart => "left", _ => "together" };

    /// <summary>The placement called so.</summary>
    public static Placement Parse(string label) => All.Single(placement => placement.ToString() == label);

    public override string ToString() => Engine is not null ? $"{Name}, remainder at {Engine}" : Pushdown ? Name : $"{Name}, pushdown off";
}
