using FederationGateway.Catalog;
using FederationGateway.Replication.Tests.Applying;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>A subscription and its target, which have the same name.</summary>
/// <param name="Table">The number of its table among <see cref="SourceModel.Tables"/>, from 1.</param>
internal sealed record Followed(string Name, int Table)
{
    private const string Stray = "stray";

    public ChangeMode Mode { get; init; }

    public bool IsFiltered { get; init; }

    public bool HasKey { get; init; } = true;

    /// <summary>A load between the marks, which sees changes that come again, leaves the same in the end.</summary>
    public bool CanBeCorrected => Mode == ChangeMode.Normal && HasKey && Table != 3;

    /// <summary>Somebody puts rows into it now and then.</summary>
    public bool IsDisturbed => Name == "documents";

    /// <summary>The strays among the rows of its target.</summary>
    public string StrayCondition => $"c3 = '{Stray}'";

    public static bool IsStray(string row) => row.Contains(Stray, StringComparison.Ordinal);

    /// <summary>What the target has, as <see cref="Targets.Rows"/> prints it.</summary>
    public string[] Expected(SourceModel model) => Name switch
    {
        "filtered" => model.FilteredDocuments,
        "marked" => model.MarkedDocuments,
        "logged" => model.LoggedDocuments,
        "pairs" => model.Pairs,
        "events" => model.Events,
        _ => model.Documents,
    };

    /// <summary>What a load puts into it.</summary>
    public IEnumerable<object?[]> Rows(SourceModel model)
    {
        foreach (var row in model.RowsOf(Table))
        {
            if (IsFiltered && !((int?)row[1] >= SourceModel.FilterFrom)) continue;
            yield return Mode switch
            {
                ChangeMode.Upsert => [.. row, "I", Follower.LoadTime],
                ChangeMode.Insert => [.. row, "I", Follower.LoadTime, 0],
                _ => row,
            };
        }
    }

    /// <summary>A row that somebody puts in the way.</summary>
    public static object?[] StrayRow(int id) => [id, 0, Stray];
}
