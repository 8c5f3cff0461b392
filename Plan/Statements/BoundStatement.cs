using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>A statement whose names and types are resolved, ready to be optimized and run.</summary>
public abstract record BoundStatement
{
    /// <summary>The types of <c>$1</c>, <c>$2</c> …, given or inferred.</summary>
    public EquatableArray<SqlType> ParameterTypes { get; init; }

    /// <summary>True when policies or masks hide a part of what it reads: how much was read, and estimated, is not told to who runs it.</summary>
    public bool HidesData { get; init; }

    /// <summary>True when the statement nests so deeply that walking its plan needs <see cref="LargeStack"/>.</summary>
    public bool IsDeep { get; init; }

    /// <summary>What whoever runs it has to be allowed.</summary>
    public EquatableArray<TableAccess> Accesses { get; init; }

    /// <summary>The names in WITH HINT (…), of the statement and of the views it reads, each once.</summary>
    public EquatableArray<string> Hints { get; init; }
}

/// <summary>A query: its rows go to the client under the plan's output names.</summary>
public sealed record QueryStatement(PlanNode Plan) : BoundStatement;

/// <summary>
/// Rows into a local table: column i of <see cref="Source"/> goes to the column at <see cref="Ordinals"/>[i]; the others take their defaults, which the binder has
/// already put into the source, or null. <see cref="Returning"/> is computed over the written row, whose columns are <see cref="RowColumns"/>.
/// </summary>
public sealed record InsertStatement(
    TableHandle Table,
    EquatableArray<int> Ordinals,
    PlanNode Source,
    EquatableArray<OutputColumn> RowColumns = default,
    EquatableArray<ProjectItem> Returning = default,
    ConflictAction? OnConflict = null) : BoundStatement;

/// <summary>
/// ON CONFLICT: DO NOTHING when there are no assignments. <see cref="KeyOrdinals"/> is the conflict target, empty for any key.
/// Assigned expressions read the existing row by the statement's RowColumns and the excluded one by <see cref="ExcludedColumns"/>.
/// </summary>
public sealed record ConflictAction(
    EquatableArray<int> KeyOrdinals,
    EquatableArray<int> AssignedOrdinals,
    EquatableArray<Expression> AssignedValues,
    EquatableArray<OutputColumn> ExcludedColumns,
    Expression? Where);

/// <summary>New values for rows of a local table: <see cref="Source"/> puts out the row id, then one value per entry of <see cref="Ordinals"/>.</summary>
public sealed record UpdateStatement(
    TableHandle Table,
    EquatableArray<int> Ordinals,
    PlanNode Source,
    EquatableArray<OutputColumn> RowColumns = default,
    EquatableArray<ProjectItem> Returning = default) : BoundStatement;

/// <summary>Rows to remove from a local table: <see cref="Source"/> puts out their row ids.</summary>
public sealed record DeleteStatement(
    TableHandle Table,
    PlanNode Source,
    EquatableArray<OutputColumn> RowColumns = default,
    EquatableArray<ProjectItem> Returning = default) : BoundStatement;

/// <summary>The row id a scan of a local table can ask for as an extra column.</summary>
public static class RowId
{
    /// <summary>The ordinal a <see cref="ScanColumn"/> uses for it.</summary>
    public const int Ordinal = -1;

    public const string Name = "rowid";

    public static SqlType Type => SqlType.Int8;
}
