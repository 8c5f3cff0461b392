namespace FederationGateway.Binder.Scopes;

/// <summary>The common tables visible at a place, the latest first: an immutable chain, so that each query sees those before it.</summary>
internal sealed record CommonTableScope(string Name, int CteId, EquatableArray<OutputColumn> Columns, CommonTableScope? Next)
{
    /// <summary>Set while the table itself is being bound: a reference is then the recursion.</summary>
    public RecursionState? Recursion { get; init; }

    public static CommonTableScope? Find(CommonTableScope? chain, string name)
    {
        for (var table = chain; table is not null; table = table.Next)
            if (string.Equals(table.Name, name, StringComparison.Ordinal)) return table;
        return null;
    }
}

/// <summary>Counts the references a recursive common table makes to itself while its recursive term is bound.</summary>
internal sealed class RecursionState
{
    /// <summary>Why a reference cannot stand where binding is now, or null where it can.</summary>
    public string? Forbidden { get; set; }

    public int References { get; set; }
}
