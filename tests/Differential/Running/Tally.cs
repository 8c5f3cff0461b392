namespace FederationGateway.Differential.Running;

/// <summary>What became of the statements of a run.</summary>
public sealed class Tally
{
    private readonly Dictionary<string, int> _refusals = [];

    public int Statements { get; private set; }

    /// <summary>Statements PostgreSQL answered with an error.</summary>
    public int Errors { get; private set; }

    /// <summary>Statements the gateway refused with 0A000 in one of the runs.</summary>
    public int Refused { get; private set; }

    /// <summary>Statements with a data error on one side only, where that is allowed.</summary>
    public int Excused { get; private set; }

    /// <summary>Statements that timed out on PostgreSQL: nothing to compare.</summary>
    public int Skipped { get; private set; }

    public List<Finding> Findings { get; } = [];

    /// <summary>Statements both servers answered with the same rows or the same error.</summary>
    public int Agreed => Statements - Refused - Excused - Skipped - Findings.Count;

    /// <summary>Reasons of refusals, the most frequent first.</summary>
    public IEnumerable<(string Reason, int Count)> Refusals => _refusals.OrderByDescending(entry => entry.Value).Select(entry => (entry.Key, entry.Value));

    public void Skip()
    {
        lock (_refusals)
            (Statements, Skipped) = (Statements + 1, Skipped + 1);
    }

    public void Add(bool isError, Judgement judgement, Finding? finding, string refusal)
    {
        lock (_refusals)
        {
            Statements++;
            if (isError)
                Errors++;
            if (finding is not null)
                Findings.Add(finding);
            else if (judgement == Judgement.Refused)
                (Refused, _refusals[refusal]) = (Refused + 1, _refusals.GetValueOrDefault(refusal) + 1);
            else if (judgement == Judgement.Excused)
                Excused++;
        }
    }

    public override string ToString() =>
        $"{Statements} statements: {Agreed} the same ({Errors} errors of PostgreSQL among all), {Refused} refused (0A000), {Excused} excused data errors, "
        + $"{Skipped} skipped, {Findings.Count} different";
}
