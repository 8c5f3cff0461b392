using FederationGateway.Common;

namespace FederationGateway.Gateway.Statements.Measuring;

/// <summary>What can be asked about values of a type.</summary>
internal static class StatisticsTypes
{
    /// <summary>Values can be told apart: counted distinct, grouped.</summary>
    public static bool HasEquality(SqlType type) => type.IsNumber || type.IsString || type.IsDateTime || type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Uuid or SqlTypeKind.Bytea;

    /// <summary>There is a smallest and a largest one.</summary>
    public static bool HasOrder(SqlType type) => type.IsNumber || type.IsString || (type.IsDateTime && type.Kind != SqlTypeKind.TimeTz);
}
