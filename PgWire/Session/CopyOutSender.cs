using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>COPY TO STDOUT: CopyOutResponse, one CopyData per row, CopyDone.</summary>
internal sealed class CopyOutSender(ICopyOutExecution execution, SessionLink link, ValueFormat valueFormat)
{
    private readonly CopyWriter _writer = CopyWriter.Create(execution.Options, [.. execution.Columns.Select(column => column.Name)]);
    private readonly WireFormat _format = execution.Options.Format == CopyFormat.Binary ? WireFormat.Binary : WireFormat.Text;

    /// <summary>Returns the number of rows.</summary>
    public async ValueTask<long> RunAsync(CancellationToken cancellationToken)
    {
        link.WriteAsides();
        CopyResponse.Write(link.Wire, CopyResponse.OutCode, _format, execution.Columns.Count);
        if (_writer.HasHeader)
            using (link.Wire.Begin(CopyDataMessage.Code)) _writer.WriteHeader(link.Wire);

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
            using (link.Wire.Begin(CopyDataMessage.Code)) _writer.WriteTrailer(link.Wire);
        Acknowledgements.Write(link.Wire, Acknowledgements.CopyDone);
        return sent;
    }

    private int WriteRows(RowEncoder encoder, int row, int end)
    {
        while (row < end && !link.Output.WantsFlush)
            using (link.Wire.Begin(CopyDataMessage.Code)) _writer.WriteRow(link.Wire, encoder.Columns, row++);
        return row;
    }
}
