namespace FederationGateway.Architecture.Tests;

/// <summary>
/// Which room may know which: the table of docs/architecture.md. A room also knows what the rooms it may reference know.
/// Adding a line here is the decision that a direction exists; write down why in docs/decisions.
/// </summary>
internal static class Directions
{
    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["Common"] = [],
        ["Arrow"] = ["Common"],
        ["Parser"] = ["Common"],
        ["Plan"] = ["Common"],
        ["Sockets"] = [],
        ["PgWire"] = ["Common", "Arrow", "Sockets"],
        ["DuckDb"] = ["Common", "Arrow"],
        ["Adapters.Abstractions"] = ["Common", "Plan", "Arrow"],
        ["Adapters.PostgreSql"] = ["Adapters.Abstractions", "Sockets"],
        ["Adapters.DuckDbSql"] = ["Adapters.Abstractions", "DuckDb"],
        ["Adapters.Files"] = ["Adapters.Abstractions", "Adapters.DuckDbSql"],
        ["Adapters.Webhook"] = ["Adapters.Abstractions"],
        ["Catalog"] = ["Plan", "Arrow", "Adapters.Abstractions", "DuckDb"],
        ["Binder"] = ["Parser", "Plan", "Catalog"],
        ["Optimizer"] = ["Plan", "Adapters.Abstractions"],
        ["Federation"] = ["Plan", "Catalog", "Adapters.Abstractions", "Arrow"],
        ["Executor"] = ["Plan", "Federation", "DuckDb", "Arrow", "Adapters.DuckDbSql"],
        ["Replication"] = ["Catalog", "Federation", "Executor", "DuckDb", "Arrow", "Adapters.DuckDbSql"],
    };

    /// <summary>The executable that wires the rooms together: it knows them all and none knows it.</summary>
    public const string Gateway = "Gateway";

    public static bool IsKnown(string room) => room == Gateway || Table.ContainsKey(room);

    public static bool Allows(string from, string to) =>
        to != Gateway && (from == Gateway || Reachable(from).Contains(to));

    public static HashSet<string> Reachable(string room)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(Table[room]);
        while (open.TryDequeue(out var next))
            if (reached.Add(next))
                foreach (var further in Table[next])
                    open.Enqueue(further);
        return reached;
    }
}
