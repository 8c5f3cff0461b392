using System.Diagnostics;

namespace FederationGateway.Binder.Scopes;

/// <summary>The clause an expression stands in: it decides whether aggregates, window functions and set-returning functions may be there.</summary>
internal enum ExpressionPlace
{
    SelectList,
    Where,
    Having,
    GroupBy,
    OrderBy,
    DistinctOn,
    JoinCondition,
    JoinUsing,
    FromSubquery,
    FromFunction,
    AggregateFilter,
    WindowPartition,
    WindowOrder,
    WindowFrame,
    Limit,
    Offset,
    Values,
    InsertValues,
    UpdateSource,
    Returning,
    ColumnDefault,
    Constant,
    ConflictTarget,
    MergeWhen,
}

internal static class ExpressionPlaces
{
    /// <summary>PostgreSQL's name of the clause, as its messages say it.</summary>
    public static string Name(this ExpressionPlace place) => place switch
    {
        ExpressionPlace.SelectList => "SELECT",
        ExpressionPlace.Where => "WHERE",
        ExpressionPlace.Having => "HAVING",
        ExpressionPlace.GroupBy => "GROUP BY",
        ExpressionPlace.OrderBy => "ORDER BY",
        ExpressionPlace.DistinctOn => "DISTINCT ON",
        ExpressionPlace.JoinCondition => "JOIN conditions",
        ExpressionPlace.JoinUsing => "JOIN/USING",
        ExpressionPlace.FromSubquery => "FROM clause of their own query level",
        ExpressionPlace.FromFunction => "functions in FROM",
        ExpressionPlace.AggregateFilter => "FILTER",
        ExpressionPlace.WindowPartition or ExpressionPlace.WindowOrder or ExpressionPlace.WindowFrame => "window definitions",
        ExpressionPlace.Limit => "LIMIT",
        ExpressionPlace.Offset => "OFFSET",
        ExpressionPlace.Values or ExpressionPlace.InsertValues => "VALUES",
        ExpressionPlace.UpdateSource => "UPDATE",
        ExpressionPlace.Returning => "RETURNING",
        ExpressionPlace.ColumnDefault => "DEFAULT expressions",
        ExpressionPlace.Constant => "constant expressions",
        ExpressionPlace.ConflictTarget => "ON CONFLICT",
        ExpressionPlace.MergeWhen => "MERGE WHEN conditions",
        _ => throw new UnreachableException(),
    };

    public static bool AllowsAggregates(this ExpressionPlace place) => place is ExpressionPlace.SelectList or ExpressionPlace.Having or ExpressionPlace.OrderBy
        or ExpressionPlace.DistinctOn or ExpressionPlace.WindowPartition or ExpressionPlace.WindowOrder or ExpressionPlace.WindowFrame;

    public static bool AllowsWindows(this ExpressionPlace place) => place is ExpressionPlace.SelectList or ExpressionPlace.OrderBy or ExpressionPlace.DistinctOn;

    /// <summary>A set-returning function multiplies the rows of these clauses; elsewhere there is exactly one value per row.</summary>
    public static bool AllowsSets(this ExpressionPlace place) => place is ExpressionPlace.SelectList or ExpressionPlace.OrderBy or ExpressionPlace.DistinctOn
        or ExpressionPlace.GroupBy;
}
