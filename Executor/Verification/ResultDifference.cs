namespace FederationGateway.Executor.Verification;

/// <summary>How two results of the same fragment differ.</summary>
/// <param name="OnlyFirst">Rows of the first that the second does not have, duplicates counted.</param>
/// <param name="IsReordered">The same rows, but not in the order the fragment asks for.</param>
public sealed record ResultDifference(long FirstRows, long SecondRows, long OnlyFirst, long OnlySecond, bool IsReordered)
{
    public bool IsNone => OnlyFirst == 0 && OnlySecond == 0 && !IsReordered;
}
