using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Uploads.Encoders;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Uploads;

/// <summary>
/// COPY … FROM STDIN (FORMAT binary): a signature, then per row Int16 count of columns and each value behind its length; -1 in place of a count ends it.
/// Rows are encoded and sent piece by piece, each piece awaited: a slow server slows whoever makes the rows.
/// </summary>
internal sealed class CopyStream(WireConnection connection, IReadOnlyList<(string Name, SqlType Type)> columns)
{
    private const int PieceBytes = 256 * 1024;
    private readonly ColumnEncoder[] _encoders = [.. columns.Select(column => ColumnEncoder.For(column.Name, column.Type))];

    /// <summary>Sends the command and all rows; returns when the server has taken them.</summary>
    public async Task RunAsync(string sql, RowUpload upload, CancellationToken cancellationToken)
    {
        connection.Writer.Clear();
        connection.Writer.Begin('Q').WriteString(sql);
        await connection.StartRequestAsync();
        await ExpectAsync('G'); // CopyInResponse
        try
        {
            WriteHeader();
            await foreach (var batch in upload.Rows.WithCancellation(cancellationToken))
            {
                using (batch) await SendAsync(batch, cancellationToken);
                upload.AddSent(batch.Length);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception error) when (error is not (ConnectionLost or ServerError))
        {
            await FailAsync();
            throw;
        }

        connection.Writer.Begin('d').WriteInt16(-1);
        connection.Writer.Begin('c');
        await connection.FlushAsync();
        await ExpectAsync('Z');
    }

    // The header is no text: byte 0xFF is not UTF-8.
    private void WriteHeader()
    {
        var writer = connection.Writer.Begin('d').WriteBytes("PGCOPY\n"u8).WriteByte(0xFF).WriteBytes("\r\n\0"u8);
        writer.WriteInt32(0).WriteInt32(0);
    }

    private async ValueTask SendAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var row = 0;
        while (row < batch.Length)
        {
            connection.Writer.Begin('d');
            while (row < batch.Length && connection.Writer.Count < PieceBytes) WriteRow(batch, row++);
            await connection.FlushAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void WriteRow(RecordBatch batch, int row)
    {
        connection.Writer.WriteInt16(_encoders.Length);
        for (var i = 0; i < _encoders.Length; i++)
        {
            var column = batch.Column(i);
            if (column.IsNull(row)) connection.Writer.WriteInt32(-1);
            else _encoders[i].Write(connection.Writer, column, row);
        }
    }

    private async ValueTask ExpectAsync(char code)
    {
        while ((await connection.NextAsync()).Code is var received && received != (byte)code)
            if (received is not ((byte)'C' or (byte)'G')) throw new ConnectionLost($"the server sent a message of an unexpected kind ({(char)received})");
    }

    /// <summary>A server that waits for rows looks at no request to cancel: it is told that they end.</summary>
    private async ValueTask FailAsync()
    {
        try
        {
            connection.Writer.Clear();
            connection.Writer.Begin('f').WriteString("the gateway gave up");
            await connection.FlushAsync();
        }
        catch (ConnectionLost)
        {
            // It ends either way.
        }
    }
}
