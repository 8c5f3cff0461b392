using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Session;

/// <summary>COPY TO STDOUT: CopyOutResponse, one CopyData per row, CopyDone.</summary>
internal sealed class CopyOutSender(ICopyOutExecution execution, SessionLink link, ValueFormat valueFormat)
{
    private readonly CopyWriter _writer = CopyWriter.Create(execution.Options, [.. execution.Columns.Select(column => column.Name)]);
    private readonly WireFormat _format = execution.Options.Format == CopyFormat.Binary ? WireFormat.Binary : WireFormat.Text;

    private bool _headerIsDue;

    /// <summary>Returns the number of rows.</summary>
    public async ValueTask<long> RunAsync(CancellationToken cancellationToken)
    {
        link.WriteAsides();
        CopyResponse.Write(link.Wire, CopyResponse.OutCode, _format, execution.Columns.Count);
        if (_writer.HasHeader && _format == WireFormat.Text)
            using (link.Wire.Begin(CopyDataMessage.Code)) _writer.WriteHeader(link.Wire);
        _headerIsDue = _format == WireFormat.Binary;

        long sent = 0;
        var encoder = new RowEncoder(execution.Columns, [_format], valueFormat);
        await using var batches = execution.ReadBatchesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = batches.MoveNextAsync();
            if (!next.IsCompleted)
            {
                await link.FlushAsync();
                link.WatchForClose();
            }

            if (!await next) break;
            using var batch = batches.Current;
            encoder.Attach(batch);
            for (var row = 0; row < batch.Length;)
            {
                row = WriteRows(encoder, row, batch.Length);
                if (link.Output.WantsFlush) await link.FlushAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            sent += batch.Length;
        }

        if (_writer.HasTrailer)
            using (Begin()) _writer.WriteTrailer(link.Wire);
        Acknowledgements.Write(link.Wire, Acknowledgements.CopyDone);
        return sent;
    }

    private int WriteRows(RowEncoder encoder, int row, int end)
    {
        while (row < end && !link.Output.WantsFlush)
            using (Begin()) _writer.WriteRow(link.Wire, encoder.Columns, row++);
        return row;
    }

    // The binary header shares the message of what follows it: so PostgreSQL sends it, and Npgsql reads it no other way.
    private WireBuffer.OpenMessage Begin()
    {
        var message = link.Wire.Begin(CopyDataMessage.Code);
        if (!_headerIsDue) return message;
        _headerIsDue = false;
        _writer.WriteHeader(link.Wire);
        return message;
    }
}
