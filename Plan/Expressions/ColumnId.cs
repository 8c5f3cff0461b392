using System.Globalization;

namespace FederationGateway.Plan;

/// <summary>Names one column of one plan, uniquely: rewriting moves expressions without renaming anything.</summary>
public readonly record struct ColumnId(int Value)
{
    public override string ToString() => "c" + Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Hands out the ids of one statement's plan.</summary>
public sealed class ColumnIds
{
    private int _last;

    public ColumnId Next() => new(++_last);
}
