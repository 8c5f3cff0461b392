using FederationGateway.Common;

namespace FederationGateway.Plan;

public enum MergeAction
{
    Nothing,
    Insert,
    Update,
    Delete,
}

/// <summary>
/// MERGE: each row of the source beside the row of the table that <see cref="Condition"/> finds for it. The table's row is read by the statement's RowColumns. A source
/// may be able to run it so; whoever is not runs <see cref="Rows"/>, which says the same.
/// </summary>
public sealed record MergeStatement(TableHandle Table, PlanNode Source, Expression Condition, EquatableArray<MergeClause> Clauses, MergeRowsStatement Rows) : ChangeStatement(Table, Source)
{
    /// <summary>True when policies are asked about each row, which the gateway does.</summary>
    public bool AsksPolicies { get; init; }

    /// <summary>All expressions beside the source.</summary>
    public IEnumerable<Expression> Expressions =>
        [Condition, .. Clauses.SelectMany(clause => clause.Condition is { } condition ? clause.Values.Prepend(condition) : clause.Values)];

    /// <summary>The same with each of its expressions replaced, the source's and those of <see cref="Rows"/> left aside.</summary>
    public MergeStatement Map(Func<Expression, Expression> map) => this with { Condition = map(Condition), Clauses = Clauses.Select(clause => clause.Map(map)).ToEquatableArray() };
}

/// <summary>WHEN: of those for rows with, or without, a match in the table the first that holds decides.</summary>
/// <param name="Ordinals">The columns that an INSERT or UPDATE gives <paramref name="Values"/>.</param>
public sealed record MergeClause(bool IsMatched, Expression? Condition, MergeAction Action, EquatableArray<int> Ordinals, EquatableArray<Expression> Values)
{
    /// <summary>Columns of a remote table that an UPDATE sets to DEFAULT, beside the others.</summary>
    public EquatableArray<int> DefaultOrdinals { get; init; }

    public MergeClause Map(Func<Expression, Expression> map) => this with { Condition = Condition is null ? null : map(Condition), Values = Values.Select(map).ToEquatableArray() };
}

/// <summary>
/// MERGE as the rows to be written. The source puts out the number of the clause that decides, what the table's row is found by (<see cref="KeyOrdinals"/>, null without a
/// match), and one value for each of <see cref="ValueOrdinals"/>. Rows that nothing is done for are not among them. A key may come twice, which is an error.
/// </summary>
/// <param name="KeyOrdinals">As of <see cref="UpdateStatement"/>.</param>
public sealed record MergeRowsStatement(TableHandle Table, EquatableArray<int> KeyOrdinals, EquatableArray<int> ValueOrdinals, EquatableArray<MergeClause> Clauses, PlanNode Source)
    : ChangeStatement(Table, Source)
{
    /// <summary>The numbers of clauses that change rows of the table.</summary>
    public IEnumerable<int> Changing => Enumerable.Range(0, Clauses.Count).Where(i => Clauses[i].Action is MergeAction.Update or MergeAction.Delete);

    /// <summary>The column of the source that has the value for a column of the table.</summary>
    public int ValueIndex(int ordinal) => 1 + KeyOrdinals.Count + ValueOrdinals.ToList().IndexOf(ordinal);

    /// <summary>PostgreSQL's words for a row of the table that several rows of the source would change.</summary>
    public static GatewayException SecondTime() => new(SqlState.CardinalityViolation, "MERGE command cannot affect row a second time")
    {
        Hint = "Ensure that not more than one source row matches any one target row.",
    };
}
