using System.Globalization;

namespace FederationGateway.Plan;

/// <summary>Names one column of one plan, uniquely: rewriting moves expressions without renaming anything.</summary>
public readonly record struct ColumnId(int Value)
{
    public override string ToString() => "c" + Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Hands out the ids of one statement's plan, from behind <paramref name="last"/>.</summary>
public sealed class ColumnIds(int last = 0)
{
    private int _last = last;

    public ColumnId Next() => new(++_last);
}
