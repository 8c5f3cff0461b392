using System.Buffers.Binary;
using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>A result's column as the server describes it.</summary>
internal sealed record ResultColumn(string Name, int TypeOid, int TypeModifier)
{
    /// <summary>RowDescription: Int16 count · per column: String name · Int32 table · Int16 attribute · Int32 type · Int16 size · Int32 modifier · Int16 format.</summary>
    public static ResultColumn[] Read(ReadOnlySpan<byte> body)
    {
        var columns = new ResultColumn[BinaryPrimitives.ReadInt16BigEndian(body)];
        body = body[2..];
        for (var i = 0; i < columns.Length; i++)
        {
            var end = body.IndexOf((byte)0);
            var name = Encoding.UTF8.GetString(body[..end]);
            body = body[(end + 1)..];
            columns[i] = new ResultColumn(name, BinaryPrimitives.ReadInt32BigEndian(body[6..]), BinaryPrimitives.ReadInt32BigEndian(body[12..]));
            body = body[18..];
        }

        return columns;
    }
}
