using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>One chunk of calls: the arguments' vectors and the vector to fill. Valid until the body returns.</summary>
public readonly unsafe ref struct ScalarCall
{
    private readonly Span<VectorInput> _inputs;

    internal ScalarCall(nint chunk, nint output, Span<VectorInput> inputs)
    {
        _inputs = inputs;
        RowCount = (int)DuckDbApi.DataChunkGetSize(chunk);
        for (var i = 0; i < inputs.Length; i++) inputs[i] = new VectorInput(DuckDbApi.DataChunkGetVector(chunk, (ulong)i));
        Output = new VectorOutput(output);
    }

    public int RowCount { get; }

    public int ArgumentCount => _inputs.Length;

    /// <summary>The statement's, for functions that declare they wait.</summary>
    public CancellationToken CancellationToken { get; internal init; }

    /// <summary>Every row must be set, or made null.</summary>
    public VectorOutput Output { get; }

    public VectorInput this[int argument] => _inputs[argument];

    /// <summary>Whether any argument of the row is null.</summary>
    public bool IsNull(int row)
    {
        foreach (ref readonly var input in _inputs)
            if (input.IsNull(row)) return true;
        return false;
    }
}
