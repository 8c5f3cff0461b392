namespace FederationGateway.PgWire.Copy;

/// <summary>The frame of binary COPY data: an 11-byte signature, Int32 flags, Int32 extension length; rows; Int16 -1.</summary>
internal static class CopyBinaryFormat
{
    public const int HeaderLength = 19;

    /// <summary>Count of fields that ends the data.</summary>
    public const short Trailer = -1;

    public static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0];
}
