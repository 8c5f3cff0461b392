using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>A view of schema SYS, named and shaped as SAP HANA's dictionary has it.</summary>
public abstract class SysView(string name, int number) : SystemView
{
    private const long FirstOid = 13100;

    public sealed override string Schema => BuiltInCatalog.Sys;

    public sealed override string Name => name;

    public sealed override long Oid => FirstOid + number;

    protected static (string Name, SqlType Type) Text(string name, int length = 256) => (name, SqlType.VarChar(length));

    protected static (string Name, SqlType Type) LongText(string name) => (name, SqlType.Text);

    protected static (string Name, SqlType Type) Integer(string name) => (name, SqlType.Int4);

    protected static (string Name, SqlType Type) BigInt(string name) => (name, SqlType.Int8);

    protected static (string Name, SqlType Type) Time(string name) => (name, SqlType.Timestamp);
}
