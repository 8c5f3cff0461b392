using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Dialect;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Uploads;

/// <summary>Makes tables on a connection that is in a transaction, and fills them.</summary>
internal sealed class TableFilling(WireConnection connection, PostgreSqlOptions options)
{
    /// <summary>With fewer rows than these any plan is good enough.</summary>
    private const long FewestToAnalyze = 1000;

    private static readonly PostgreSqlDialect Dialect = new();

    /// <summary>An empty temporary table that goes with the transaction.</summary>
    public Task CreateTemporaryAsync(RowUpload upload) =>
        RunAsync($"CREATE TEMPORARY TABLE {NameOf(upload)} ({string.Join(", ", upload.Table.Columns.Select(column => $"{Quote(column.RemoteName)} {Dialect.UploadType(column.Type)}"))}) ON COMMIT DROP");

    /// <summary>Appends rows to the columns of a table: those of the upload, or a part of them that is at hand.</summary>
    public Task CopyAsync(RowUpload upload, CancellationToken cancellationToken) => CopyAsync(upload, NameOf(upload), cancellationToken);

    public async Task AnalyzeAsync(RowUpload upload)
    {
        if (upload.RowsSent >= FewestToAnalyze) await RunAsync($"ANALYZE {NameOf(upload)}");
    }

    /// <summary>The target's columns, described by the server, must have the types rows are sent in: a value would be taken for another.</summary>
    public async Task RequireSameTypesAsync(RowUpload upload)
    {
        connection.Writer.Clear();
        connection.Writer.WriteParse("", $"SELECT {Columns(upload)} FROM {NameOf(upload)}", []);
        connection.Writer.Begin('D').WriteByte((byte)'S').WriteString("");
        connection.Writer.Begin('S');
        await connection.StartRequestAsync();
        ResultColumn[] described = [];
        while (await connection.NextAsync() is var message && message.Code != (byte)'Z')
            if (message.Code == (byte)'T') described = ResultColumn.Read(connection.Body(message));
        for (var i = 0; i < described.Length; i++)
        {
            var column = upload.Table.Columns[i];
            if (described[i].TypeOid == column.Type.TypeOid || (IsText(described[i].TypeOid) && column.Type.IsString)) continue;
            throw new UploadRefusedException($"column \"{column.Name}\" has another type at remote source \"{options.SourceName}\"", isLasting: false);
        }
    }

    /// <summary>In another encoding than UTF-8 not every text can be kept, and those that can compare differently.</summary>
    public void RequireTextEncoding(IEnumerable<RowUpload> uploads)
    {
        if (connection.Parameter("server_encoding") is "UTF8" || !uploads.Any(upload => upload.Table.Columns.Any(column => column.Type.IsString))) return;
        throw new UploadRefusedException($"remote source \"{options.SourceName}\" keeps text in {connection.Parameter("server_encoding")}, not in UTF8", isLasting: true);
    }

    /// <summary>Appends what a temporary table of the same columns holds, which is dropped; rows.</summary>
    public async Task<long> MoveAsync(RowUpload from, RowUpload to)
    {
        connection.Writer.Clear();
        var (_, tag) = await connection.CommandAsync($"INSERT INTO {NameOf(to)} ({Columns(to)}) SELECT * FROM {NameOf(from)}");
        await RunAsync($"DROP TABLE {NameOf(from)}");
        return long.Parse(tag.AsSpan(tag.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task CopyAsync(RowUpload upload, string name, CancellationToken cancellationToken) =>
        new CopyStream(connection, [.. upload.Table.Columns.Select(column => (column.Name, column.Type))]).RunAsync($"COPY {name} ({Columns(upload)}) FROM STDIN (FORMAT binary)", upload, cancellationToken);

    private Task<string?> RunAsync(string sql)
    {
        connection.Writer.Clear();
        return connection.RunAsync(sql);
    }

    private static string NameOf(RowUpload upload) => string.Join('.', upload.Table.Path.Select(Quote));

    private static string Columns(RowUpload upload) => string.Join(", ", upload.Table.Columns.Select(column => Quote(column.RemoteName)));

    private static string Quote(string name) => Dialect.QuoteIdentifier(name);

    // text, varchar, bpchar: the same bytes.
    private static bool IsText(int oid) => oid is 25 or 1043 or 1042;
}
