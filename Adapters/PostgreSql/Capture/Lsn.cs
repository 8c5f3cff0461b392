using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Places in a server's log, <c>16/B374D848</c> as it writes them. A <see cref="ChangePosition"/> is one in eight bytes, the highest first: everything that was committed
/// by a record that begins before it has been seen. That of a transaction is one byte behind the beginning of its commit record, which the server tells with the
/// transaction's first message (where the record ends, only with the last).
/// </summary>
internal static class Lsn
{
    private const int Bytes = 8;

    public static ulong Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return (ulong.Parse(text.AsSpan(0, slash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) << 32)
            | ulong.Parse(text.AsSpan(slash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    public static string Format(ulong lsn) => string.Create(CultureInfo.InvariantCulture, $"{lsn >> 32:X}/{(uint)lsn:X}");

    public static ChangePosition ToPosition(ulong lsn)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, lsn);
        return new ChangePosition(bytes);
    }

    public static ulong Of(ChangePosition position) => position.Bytes.Length == Bytes
        ? BinaryPrimitives.ReadUInt64BigEndian(position.Bytes.Span)
        : throw new GatewayException(SqlState.InvalidParameterValue, $"{position} is no position in the log of a PostgreSQL server");
}
