using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>The messages that make a statement with parameters ready to run. Values go as text, results come as binary.</summary>
internal static class QueryMessages
{
    /// <summary>Parse: String name · String query · Int16 count of parameter types · Int32 type …</summary>
    public static void WriteParse(this MessageWriter writer, string name, string sql, EquatableArray<ConstantExpression> parameters)
    {
        writer.Begin('P').WriteString(name).WriteString(sql).WriteUInt16(parameters.Count);
        foreach (var parameter in parameters) writer.WriteInt32(parameter.Type.TypeOid);
    }

    /// <summary>
    /// Bind: String portal · String statement · Int16 count of parameter formats · Int16 format … · Int16 count of values · values · Int16 count of result formats ·
    /// Int16 format.
    /// </summary>
    public static void WriteBind(this MessageWriter writer, string portal, string name, EquatableArray<ConstantExpression> parameters)
    {
        writer.Begin('B').WriteString(portal).WriteString(name).WriteInt16(0).WriteUInt16(parameters.Count);
        foreach (var parameter in parameters) writer.WriteValue(parameter.Value is null ? null : ConstantText.Format(parameter));
        writer.WriteInt16(1).WriteInt16(1);
    }
}
