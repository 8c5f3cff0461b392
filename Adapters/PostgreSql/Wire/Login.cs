using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>Start-up and authentication: from an open link to the server's first ReadyForQuery.</summary>
internal static class Login
{
    private const int ProtocolVersion = 3 << 16;

    /// <param name="isReplication">A session that can read a replication slot of the database.</param>
    public static async Task RunAsync(WireConnection connection, PostgreSqlOptions options, bool isReplication)
    {
        WriteStartup(connection.Writer, options, isReplication);
        await connection.FlushAsync();
        Scram? scram = null;
        while (true)
        {
            var message = await connection.NextAsync();
            if (message.Code == (byte)'Z') return;
            if (message.Code != (byte)'R') continue; // BackendKeyData and ParameterStatus are the connection's
            scram = Authenticate(connection, message, options, scram);
            if (connection.Writer.HasContent) await connection.FlushAsync();
        }
    }

    /// <summary>
    /// The session's settings go with the start-up message: they cost no round trip and are what the server falls back to. They make names, dates and numbers
    /// mean the same whatever the server's or the user's defaults are.
    /// </summary>
    private static void WriteStartup(MessageWriter writer, PostgreSqlOptions options, bool isReplication)
    {
        writer.BeginWithoutCode().WriteInt32(ProtocolVersion);
        if (isReplication) writer.WriteString("replication").WriteString("database").WriteString("idle_in_transaction_session_timeout").WriteString("0");
        foreach (var (name, value) in Settings(options)) writer.WriteString(name).WriteString(value);
        writer.WriteByte(0);
    }

    private static IEnumerable<(string Name, string Value)> Settings(PostgreSqlOptions options)
    {
        yield return ("user", options.User);
        yield return ("database", options.Database);
        yield return ("application_name", options.ApplicationName);
        yield return ("client_encoding", "UTF8");
        yield return ("search_path", "pg_catalog");
        yield return ("TimeZone", "UTC");
        yield return ("DateStyle", "ISO");
        yield return ("IntervalStyle", "postgres");
        yield return ("extra_float_digits", "3");
        yield return ("bytea_output", "hex");
        yield return ("standard_conforming_strings", "on");
        if (options.StatementTimeout > TimeSpan.Zero)
            yield return ("statement_timeout", ((long)options.StatementTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
    }

    private static Scram? Authenticate(WireConnection connection, Message message, PostgreSqlOptions options, Scram? scram)
    {
        var body = connection.Body(message);
        var kind = BinaryPrimitives.ReadInt32BigEndian(body);
        var rest = body[4..];
        var writer = connection.Writer;
        switch (kind)
        {
            case 0: // Ok
                return scram;
            case 3: // CleartextPassword
                writer.Begin('p').WriteString(options.Password);
                return scram;
            case 5: // MD5Password: Byte4 salt
                writer.Begin('p').WriteString(Md5Answer(options.User, options.Password, rest[..4]));
                return scram;
            case 10: // SASL: String mechanism …, zero
                if (!Encoding.ASCII.GetString(rest).Split('\0').Contains(Scram.Mechanism)) throw Unsupported("a SASL mechanism other than SCRAM-SHA-256");
                scram = new Scram(options.Password, Scram.NewNonce());
                var first = Encoding.ASCII.GetBytes(scram.FirstMessage);
                writer.Begin('p').WriteString(Scram.Mechanism).WriteInt32(first.Length).WriteBytes(first);
                return scram;
            case 11 when scram is not null: // SASLContinue
                writer.Begin('p').WriteBytes(Encoding.ASCII.GetBytes(scram.Answer(Encoding.ASCII.GetString(rest))));
                return scram;
            case 12 when scram is not null: // SASLFinal
                scram.Verify(Encoding.ASCII.GetString(rest));
                return scram;
            default:
                throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"authentication method {kind}"));
        }
    }

    private static string Md5Answer(string user, string password, ReadOnlySpan<byte> salt)
    {
        var inner = Md5(Encoding.UTF8.GetBytes(password + user));
        return "md5" + Md5([.. Encoding.ASCII.GetBytes(inner), .. salt]);
    }

    // MD5 is what the protocol's older password exchange is made of, not our choice.
#pragma warning disable CA5351
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351

    private static ServerError Unsupported(string method) => new("28000", $"the server asks for {method}, which is not supported", null, null);
}
