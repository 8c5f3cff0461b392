using FederationGateway.Common;

namespace FederationGateway.PgWire.Contract;

/// <summary>A column of a result. Table OID and column number say which table column it shows unchanged, 0 when none.</summary>
public sealed record ResultColumn(string Name, SqlType Type, int TableOid = 0, short ColumnNumber = 0);
