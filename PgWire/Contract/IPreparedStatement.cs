using FederationGateway.Common;

namespace FederationGateway.PgWire.Contract;

/// <summary>A statement whose parameters and columns are known.</summary>
public interface IPreparedStatement
{
    /// <summary>The type of each parameter, none <see cref="SqlTypeKind.Unknown"/>.</summary>
    IReadOnlyList<SqlType> ParameterTypes { get; }

    /// <summary>The columns of its rows; <c>null</c> when it returns none (commands, COPY).</summary>
    IReadOnlyList<ResultColumn>? Columns { get; }
}
