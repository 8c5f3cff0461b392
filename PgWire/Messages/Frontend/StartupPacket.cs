using FederationGateway.Common;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>What the first packet of a connection asks for.</summary>
public abstract record StartupPacket
{
    public const int SslRequestCode = (1234 << 16) | 5679;
    public const int GssEncryptionRequestCode = (1234 << 16) | 5680;
    public const int CancelRequestCode = (1234 << 16) | 5678;

    /// <summary>PostgreSQL's limit for a startup packet.</summary>
    public const int MaxLength = 10_000;

    /// <summary>Int32 code or protocol version (major in the high 16 bits), then what belongs to it. The length was read by the frame.</summary>
    public static StartupPacket Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var code = reader.ReadInt32();
        return code switch
        {
            SslRequestCode => new SslRequest(),
            GssEncryptionRequestCode => new GssEncryptionRequest(),
            CancelRequestCode => CancelRequest.Read(ref reader),
            _ => StartupMessage.Read(code >> 16, code & 0xffff, ref reader),
        };
    }
}

/// <summary>The client wants TLS: answered by one byte.</summary>
public sealed record SslRequest : StartupPacket;

/// <summary>The client wants GSSAPI encryption: answered by one byte.</summary>
public sealed record GssEncryptionRequest : StartupPacket;

/// <summary>Stop what that session is doing.</summary>
public sealed record CancelRequest(int ProcessId, ReadOnlyMemory<byte> Secret) : StartupPacket
{
    /// <summary>Int32 process id · the secret: all that follows, four bytes before protocol 3.2 and up to 256 since.</summary>
    public static CancelRequest Read(ref WireReader reader)
    {
        var processId = reader.ReadInt32();
        if (reader.Remaining is < 4 or > 256) throw new GatewayException(SqlState.ProtocolViolation, "invalid length of cancel request packet");
        return new CancelRequest(processId, reader.ReadBytes(reader.Remaining).ToArray());
    }
}
