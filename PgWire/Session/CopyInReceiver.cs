using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Session;

/// <summary>COPY FROM STDIN: CopyInResponse, then the client's CopyData pieces become batches until CopyDone or CopyFail.</summary>
internal sealed class CopyInReceiver(ICopyInExecution execution, SessionLink link, ValueFormat valueFormat)
{
    /// <summary>Returns the number of rows.</summary>
    public async ValueTask<long> RunAsync(CancellationToken cancellationToken)
    {
        var format = execution.Options.Format == CopyFormat.Binary ? WireFormat.Binary : WireFormat.Text;
        link.WriteAsides();
        CopyResponse.Write(link.Wire, CopyResponse.InCode, format, execution.Columns.Count);
        await link.FlushAsync();

        using var rows = new CopyBatchBuilder(execution.Columns, execution.Target, valueFormat);
        using var reader = CopyReader.Create(execution.Options, rows);
        while (await execution.AwaitClientAsync(ReadPieceAsync) is { } piece)
        {
            reader.Feed(piece.Span);
            while (reader.ReadBatch() is { } batch) await link.WatchAsync(execution.WriteAsync(batch, cancellationToken));
        }

        if (reader.Complete() is { } last) await link.WatchAsync(execution.WriteAsync(last, cancellationToken));
        await link.WatchAsync(execution.CompleteAsync(cancellationToken));
        return rows.TotalRows;
    }

    // The next piece of data, or null when the client is done.
    private async ValueTask<ReadOnlyMemory<byte>?> ReadPieceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await link.ReadFrameAsync(cancellationToken) is not { } frame) throw new ClientGoneException();
            if (frame.IsTooLong) throw new GatewayException(SqlState.ProgramLimitExceeded, "a piece of COPY data is longer than the limit");
            switch (frame.Code)
            {
                case FrontendCode.CopyData:
                    return frame.Body;
                case FrontendCode.CopyDone:
                    return null;
                case FrontendCode.CopyFail:
                    throw new GatewayException(SqlState.QueryCanceled, $"COPY from stdin failed: {CopyFailMessage.Read(frame.Body.Span)}");
                case FrontendCode.Flush or FrontendCode.Sync:
                    continue;       // allowed for clients that pipeline; they mean nothing here
                default:
                    // Whoever sends it expects an answer to it: going on would give it the answers of other requests.
                    throw new FrameException(new GatewayException(SqlState.ProtocolViolation, $"unexpected message type 0x{frame.Code:X2} during COPY from stdin"));
            }
        }
    }
}
