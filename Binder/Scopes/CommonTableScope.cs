namespace FederationGateway.Binder.Scopes;

/// <summary>The common tables visible at a place, the latest first: an immutable chain, so that each query sees those before it.</summary>
internal sealed record CommonTableScope(string Name, int CteId, EquatableArray<OutputColumn> Columns, CommonTableScope? Next)
{
    /// <summary>How many of <see cref="Columns"/>, the last ones, names do not find: SEARCH and CYCLE carry them along.</summary>
    public int HiddenColumns { get; init; }

    /// <summary>What names see of the columns a scan reads, where that is not these columns.</summary>
    public Func<EquatableArray<OutputColumn>, IEnumerable<ScopeColumn>>? View { get; init; }

    /// <summary>True for a table of WITH RECURSIVE that is written further down: who needs it is bound after it.</summary>
    public bool IsForward { get; init; }

    /// <summary>Set while the table itself is being bound: a reference is then the recursion.</summary>
    public RecursionState? Recursion { get; init; }

    public static CommonTableScope? Find(CommonTableScope? chain, string name)
    {
        for (var table = chain; table is not null; table = table.Next)
            if (string.Equals(table.Name, name, StringComparison.Ordinal)) return table;
        return null;
    }
}

/// <summary>Ends the binding of a common table that needs one written behind it. Never leaves the binder.</summary>
internal sealed class ForwardReferenceException : Exception;

/// <summary>Counts the references a recursive common table makes to itself while its recursive term is bound.</summary>
internal sealed class RecursionState
{
    /// <summary>Why a reference cannot stand where binding is now, or null where it can.</summary>
    public string? Forbidden { get; set; }

    public int References { get; set; }
}
