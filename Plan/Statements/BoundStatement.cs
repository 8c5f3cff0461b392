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
/// A statement that changes one table by the rows of <see cref="Source"/>. <see cref="Returning"/> is computed over the row as it was written, whose columns are
/// <see cref="RowColumns"/>, one for each of the table's.
/// </summary>
public abstract record ChangeStatement(TableHandle Table, PlanNode Source) : BoundStatement
{
    public EquatableArray<OutputColumn> RowColumns { get; init; }

    public EquatableArray<ProjectItem> Returning { get; init; }

    /// <summary>True when the table is in the gateway's own store, not at a source.</summary>
    public bool IsLocal => Table.Source == TableHandle.LocalSource;
}

/// <summary>
/// Rows into a table: column i of the source goes to the column at <see cref="Ordinals"/>[i]. The others take their defaults or null: those of local tables the
/// binder has already put into the source, those of remote tables only their source knows.
/// </summary>
public sealed record InsertStatement(TableHandle Table, EquatableArray<int> Ordinals, PlanNode Source, ConflictAction? OnConflict = null) : ChangeStatement(Table, Source)
{
    /// <summary>Values of a remote table's <c>VALUES</c> that were written as DEFAULT: what the source has in their places means nothing.</summary>
    public EquatableArray<DefaultCell> DefaultCells { get; init; }
}

/// <summary>UPSERT … WHERE: the insert is for when the update finds no row.</summary>
public sealed record UpsertStatement(UpdateStatement Update, InsertStatement Insert) : BoundStatement;

/// <summary>A place in VALUES, both from 0.</summary>
public readonly record struct DefaultCell(int Row, int Column);

/// <summary>
/// ON CONFLICT: DO NOTHING when there are no assignments. <see cref="KeyOrdinals"/> is the conflict target, empty for any key.
/// Assigned expressions read the existing row by the statement's RowColumns and the excluded one by <see cref="ExcludedColumns"/>.
/// </summary>
public sealed record ConflictAction(
    EquatableArray<int> KeyOrdinals,
    EquatableArray<int> AssignedOrdinals,
    EquatableArray<Expression> AssignedValues,
    EquatableArray<OutputColumn> ExcludedColumns,
    Expression? Where)
{
    /// <summary>PostgreSQL's words for a row that several rows of the statement would change.</summary>
    public const string SecondTimeMessage = "ON CONFLICT DO UPDATE command cannot affect row a second time";

    /// <summary>The same with each of its expressions replaced.</summary>
    public ConflictAction Map(Func<Expression, Expression> map) =>
        this with { AssignedValues = AssignedValues.Select(map).ToEquatableArray(), Where = Where is null ? null : map(Where) };

    /// <summary>Columns of a remote table that are set to DEFAULT, beside the assigned ones.</summary>
    public EquatableArray<int> DefaultOrdinals { get; init; }
}

/// <summary>
/// New values for rows of a table: the source puts out what the row is found by, <see cref="KeyOrdinals"/>, then one value per entry of <see cref="Ordinals"/>; no
/// key comes twice.
/// </summary>
/// <param name="KeyOrdinals">
/// <see cref="RowId.Ordinal"/> for local tables; the columns of a key for remote ones, none when no key is known.
/// </param>
public sealed record UpdateStatement(TableHandle Table, EquatableArray<int> KeyOrdinals, EquatableArray<int> Ordinals, PlanNode Source) : ChangeStatement(Table, Source)
{
    /// <summary>Columns of a remote table that are set to DEFAULT, beside the assigned ones.</summary>
    public EquatableArray<int> DefaultOrdinals { get; init; }
}

/// <summary>Rows to remove from a table: the source puts out what each is found by, as of <see cref="UpdateStatement"/>.</summary>
public sealed record DeleteStatement(TableHandle Table, EquatableArray<int> KeyOrdinals, PlanNode Source) : ChangeStatement(Table, Source);

/// <summary>The row id a scan of a local table can ask for as an extra column.</summary>
public static class RowId
{
    /// <summary>The ordinal a <see cref="ScanColumn"/> uses for it.</summary>
    public const int Ordinal = -1;

    public const string Name = "rowid";

    public static SqlType Type => SqlType.Int8;
}
