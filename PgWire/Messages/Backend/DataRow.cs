namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>A row: Byte1 'D' · Int32 length · Int16 columns · per column: Int32 length (-1 for null), bytes. Written by <see cref="Types.RowEncoder"/>.</summary>
public static class DataRow
{
    public const byte Code = (byte)'D';
}
