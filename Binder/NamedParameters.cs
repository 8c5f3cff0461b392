namespace FederationGateway.Binder;

/// <summary>What the statements of a procedure can name besides columns and relations. Columns are found first; <c>:name</c> is the parameter in any case.</summary>
/// <param name="Procedure">What may stand before a parameter's name and a dot.</param>
/// <param name="Values">The names of <c>$1</c>, <c>$2</c> …</param>
/// <param name="TableName">The name of the parameter that is a table; null when there is none.</param>
/// <param name="Table">Where its rows are.</param>
public sealed record NamedParameters(string Procedure, EquatableArray<string> Values, string? TableName = null, TableHandle? Table = null)
{
    /// <summary>The number of a parameter that is a value: spelled exactly, else alike but for case; null when there is none.</summary>
    public int? Find(string name)
    {
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            for (var i = 0; i < Values.Count; i++)
                if (string.Equals(Values[i], name, comparison)) return i + 1;
        return null;
    }

    /// <summary>Whether a name is that of the table.</summary>
    public bool IsTable(string name) => string.Equals(TableName, name, StringComparison.OrdinalIgnoreCase);
}
