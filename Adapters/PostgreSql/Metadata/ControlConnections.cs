using Npgsql;

namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>Npgsql's way to the server, for questions about it: few at a time, and not kept for long.</summary>
internal static class ControlConnections
{
    public static NpgsqlDataSource Create(PostgreSqlOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Database = options.Database,
            Username = options.User,
            Password = options.Password,
            SslMode = options.Tls switch
            {
                TlsMode.Disable => SslMode.Disable,
                TlsMode.Prefer => SslMode.Prefer,
                TlsMode.Require when options.RootCertificatePath is null => SslMode.Require,
                TlsMode.VerifyFull => SslMode.VerifyFull,
                _ => SslMode.VerifyCA,
            },
            RootCertificate = options.RootCertificatePath,
            ApplicationName = options.ApplicationName,
            SearchPath = "pg_catalog",
            Timeout = (int)options.ConnectTimeout.TotalSeconds,
            CommandTimeout = 0,
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = 4,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 5,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>Opens a connection. A server that accepts and then stays silent is left as soon as the caller is cancelled, which Npgsql itself does not do.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var opening = source.OpenConnectionAsync(cancellationToken).AsTask();
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more; its own connect timeout ends it.
            _ = CloseAsync(opening);
            throw;
        }
    }

    private static async Task CloseAsync(Task<NpgsqlConnection> opening)
    {
        try
        {
            await (await opening).DisposeAsync();
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // It never opened.
        }
    }
}
