namespace FederationGateway.DuckDb;

/// <summary>
/// Tells whether anything was committed between two moments. Marks are taken before a transaction begins: when <see cref="HasChangedSince"/> is false after another has begun,
/// both see the same.
/// </summary>
public sealed class CommitMarks
{
    private long _begun;
    private long _ended;

    /// <summary>The mark of now.</summary>
    public long Now => Interlocked.Read(ref _ended);

    /// <summary>False when every commit that has begun had ended before the mark was taken.</summary>
    public bool HasChangedSince(long mark) => Interlocked.Read(ref _begun) != mark;

    /// <summary>A commit begins; it ends when what is returned is disposed, whatever became of it.</summary>
    internal Ending Begin()
    {
        Interlocked.Increment(ref _begun);
        return new Ending(this);
    }

    internal readonly struct Ending(CommitMarks marks) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref marks._ended);
    }
}
