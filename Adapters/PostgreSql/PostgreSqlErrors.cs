using System.Net.Sockets;
using System.Security.Authentication;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;
using Npgsql;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>What a client of the gateway is told when the server or the way to it fails. The server's own words and code go to the detail.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>A failure to connect or to log in: HV00N.</summary>
    public static GatewayException OnConnect(PostgreSqlOptions options, Exception error) =>
        new(SqlState.RemoteConnectionFailed, $"cannot connect to remote source \"{options.SourceName}\"", error)
        {
            Detail = error switch
            {
                ServerError server => Detail(server.Message, server.Code, null),
                PostgresException server => Detail(server.MessageText, server.SqlState, null),
                OperationCanceledException or TimeoutException => $"{options.Host}:{options.Port} did not answer in {options.ConnectTimeout.TotalSeconds:0} s",
                // The runtime's sentence speaks of a callback of ours; a certificate is refused nowhere else.
                AuthenticationException when error.InnerException is null => $"the certificate of {options.Host}:{options.Port} is not one that the source's sslmode and sslrootcert trust",
                AuthenticationException => $"TLS: {Innermost(error).Message}",
                _ => $"{options.Host}:{options.Port}: {Innermost(error).Message}",
            },
        };

    /// <summary>A failure while a statement ran.</summary>
    /// <param name="isCancelled">We asked the server to stop.</param>
    /// <param name="writes">True where tables are written, whose triggers have the word.</param>
    public static Exception OnExecute(PostgreSqlOptions options, Exception error, bool isCancelled, bool writes = false) => error switch
    {
        GatewayException or OperationCanceledException => error,
        _ when isCancelled => new OperationCanceledException("the statement was cancelled", error),
        ServerError { EndsConnection: true } server => Lost(options, Detail(server.Message, server.Code, server.Detail), error),
        ServerError { Code: "P0001" } server when writes => new GatewayException(SqlState.RaiseException, server.Message, error) { Detail = server.Detail ?? $"in remote source \"{options.SourceName}\"", Hint = server.Hint },
        ServerError server => OfServer(options, server.Code, server.Message, server.Detail, server.Hint, error),
        PostgresException server when ServerError.IsEnd(server.SqlState) => Lost(options, Detail(server.MessageText, server.SqlState, server.Detail), error),
        PostgresException server => OfServer(options, server.SqlState, server.MessageText, server.Detail, server.Hint, error),
        ConnectionLost or NpgsqlException or IOException or SocketException => Lost(options, Innermost(error).Message, error),
        _ => error,
    };

    /// <summary>
    /// What a server says that makes no temporary tables, or cannot keep these rows in them; null for every other failure. 42501: no privilege; 25006: a read-only
    /// transaction or a standby; 0A000: a server that only speaks the protocol; 22…: a value it does not have; 53…: no room.
    /// </summary>
    public static UploadRefusedException? OnUpload(PostgreSqlOptions options, Exception error) => error switch
    {
        ServerError { Code: "42501" or "25006" or "0A000" } server =>
            new($"remote source \"{options.SourceName}\" makes no temporary tables: {Detail(server.Message, server.Code, null)}", isLasting: true, error),
        ServerError server when server.Code.StartsWith("22", StringComparison.Ordinal) || server.Code is "53100" or "53400" =>
            new($"remote source \"{options.SourceName}\" does not take the rows: {Detail(server.Message, server.Code, null)}", isLasting: false, error),
        _ => null,
    };

    /// <summary>True when the connection ended, not the statement on it: the same question on another connection may be answered.</summary>
    public static bool IsLost(NpgsqlException error) => error is PostgresException server ? ServerError.IsEnd(server.SqlState) : Innermost(error) is IOException or SocketException;

    private static GatewayException OfServer(PostgreSqlOptions options, string code, string message, string? detail, string? hint, Exception error)
    {
        // A statement that fails on its data, or on a table's constraints and triggers, fails here exactly as it would have locally: same code, same words.
        if (DataStateOf(code) is { } dataState)
            return new GatewayException(dataState, message, error) { Detail = detail ?? $"in remote source \"{options.SourceName}\"", Hint = hint };

        var (state, text) = code switch
        {
            "42P01" => (SqlState.RemoteTableNotFound, $"a table is missing at remote source \"{options.SourceName}\""),
            "42703" => (SqlState.RemoteColumnNotFound, $"a column is missing at remote source \"{options.SourceName}\""),
            "57014" => (SqlState.QueryCanceled, $"remote source \"{options.SourceName}\" ended the statement"),
            "40001" => (SqlState.SerializationFailure, $"remote source \"{options.SourceName}\" could not give a consistent answer"),
            _ => (SqlState.RemoteExecutionFailed, $"remote source \"{options.SourceName}\" refused the statement"),
        };
        return new GatewayException(state, text, error)
        {
            Detail = Detail(message, code, detail),
            Hint = code is "42P01" or "42703" ? "refresh the definition of the virtual table: ALTER VIRTUAL TABLE … REFRESH DEFINITION" : hint,
        };
    }

    private static SqlState? DataStateOf(string code) => code[..2] switch
    {
        "22" => SqlState.Find(code) ?? SqlState.DataException,
        "23" => SqlState.Find(code) ?? SqlState.IntegrityConstraintViolation,
        "21" or "44" => SqlState.Find(code),
        _ => code is "40P01" or "25006" or "428C9" or "55000" or "55P03" ? SqlState.Find(code) : null,
    };

    private static GatewayException Lost(PostgreSqlOptions options, string detail, Exception error) =>
        new(SqlState.ConnectionFailure, $"the connection to remote source \"{options.SourceName}\" was lost", error) { Detail = detail };

    private static string Detail(string message, string code, string? more) => $"{message} ({code}){(string.IsNullOrEmpty(more) ? "" : $"; {more}")}";

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error;
    }
}
