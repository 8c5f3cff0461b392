namespace FederationGateway.DuckDb;

/// <summary>Computes the rows of one chunk. Called on several engine threads at once; what it throws is what the reader of the result gets.</summary>
public delegate void ScalarBody(in ScalarCall call);

/// <summary>
/// A SQL function implemented here. Several functions may share a name when their parameters differ. A function is pure: constant calls are
/// folded, equal calls shared, unless it <see cref="IsVolatile"/>.
/// </summary>
public sealed record ScalarFunction(string Name, IReadOnlyList<EngineType> Parameters, EngineType Returns, ScalarBody Body)
{
    /// <summary>Any number of further arguments of this type.</summary>
    public EngineType? VarArgs { get; init; }

    /// <summary>Whether the body handles nulls. Otherwise a row with a null argument is null, and the body skips it (<see cref="ScalarCall.IsNull"/>).</summary>
    public bool SeesNulls { get; init; }

    public bool IsVolatile { get; init; }

    /// <summary>Whether the body waits, and so needs <see cref="ScalarCall.CancellationToken"/>.</summary>
    public bool Waits { get; init; }
}
