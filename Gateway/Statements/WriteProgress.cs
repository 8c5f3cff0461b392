namespace FederationGateway.Gateway.Statements;

/// <summary>How many rows a statement has sent to be written: what <c>M_STATEMENTS</c> shows while it runs.</summary>
internal sealed class WriteProgress(StatementRun run)
{
    private long _rows;

    public void Add(long count)
    {
        Interlocked.Add(ref _rows, count);
        run.Record.AddRows(count);
    }

    /// <summary>The statement is done: so many rows were written, whatever was sent.</summary>
    public void End(long written) => run.Record.AddRows(written - Interlocked.Exchange(ref _rows, written));
}
