using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.PgOutput;

/// <summary>What the server says of a table before it sends the first of its rows, and again when its definition changed.</summary>
/// <param name="Oid">The table's, by which its rows name it.</param>
/// <param name="Identity">What identifies its rows: <c>d</c> the primary key, <c>i</c> an index, <c>f</c> the whole row, <c>n</c> nothing.</param>
internal sealed record RelationMessage(uint Oid, string Schema, string Name, char Identity, EquatableArray<RelationColumn> Columns)
{
    /// <summary>
    /// Behind Byte1 'R': Int32 oid · String schema (empty for pg_catalog) · String name · Byte1 replica identity · Int16 count · per column: Byte1 flags (1: part of the
    /// identity) · String name · Int32 type · Int32 modifier.
    /// </summary>
    public static RelationMessage Read(ref MessageReader message)
    {
        var oid = message.UInt32();
        var schema = message.String();
        var name = message.String();
        var identity = (char)message.Byte();
        var count = message.Int16();
        if (count < 0) throw CaptureProtocol.Malformed("a description of a table");
        List<RelationColumn> columns = [];
        for (var i = 0; i < count; i++) columns.Add(new RelationColumn((message.Byte() & 1) != 0, message.String(), message.UInt32(), message.Int32()));
        return new RelationMessage(oid, schema.Length == 0 ? "pg_catalog" : schema, name, identity, [.. columns]);
    }
}

internal sealed record RelationColumn(bool IsIdentity, string Name, uint TypeOid, int TypeModifier);
