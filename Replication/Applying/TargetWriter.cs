using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>Brings changes to a target, many at a time. One subclass for each way a target can show them.</summary>
internal abstract class TargetWriter(SubscriptionSql sql)
{
    private static readonly Schema Number = new([new Field("n", SqlType.Int8)]);

    public SubscriptionSql Sql { get; } = sql;

    public static TargetWriter For(SubscriptionSql sql, ApplierOptions options) => sql.Plan.Entry.Mode switch
    {
        _ when sql.Plan.Program is { TakesNetChanges: true } && sql.Keys.Count == 0 => throw new GatewayException(SqlState.FeatureNotSupported, "a task needs a key by which changes of a row are found")
        {
            Hint = "Give the source's table a primary key that the subscription includes, or use TARGET PROCEDURE.",
        },
        _ when sql.Plan.Program is not null => new ChangeSet(sql),
        ChangeMode.Insert => new ChangeLog(sql),
        ChangeMode.Upsert when sql.Keys.Count == 0 => throw new GatewayException(SqlState.FeatureNotSupported, "UPSERT needs a key by which rows of the target are found")
        {
            Hint = "Give the source's table a primary key that the subscription includes, or use INSERT.",
        },
        ChangeMode.Upsert => new MarkedRows(sql),
        _ when sql.Keys.Count == 0 => new CountedRows(sql),
        _ => new KeyedRows(sql, options.InPlaceRows),
    };

    /// <summary>A query of the target's keys and of what its columns hold, for values that a change leaves out; null when rows cannot be found again.</summary>
    public abstract string? Lookup(IReadOnlyList<string> carriers);

    /// <summary>All rows are gone.</summary>
    /// <param name="row">The one row of the change.</param>
    public abstract Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken);

    /// <param name="isStrict">Whether each change must fit what is there. <see cref="RowConflictException"/> for the first that does not.</param>
    public async Task ApplyAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (rows.Untold.Count > 0 && !isStrict && IsWholeTable) rows = await WithoutGoneAsync(rows, connection, cancellationToken);
        else if (rows.Untold.Count > 0) await RefuseLackingAsync(rows, connection, cancellationToken);
        await WriteAsync(rows, isStrict, connection, cancellationToken);
    }

    /// <summary>
    /// The target has the row of every key that the source has. A row that is changed under its key between the marks and that the load does not have has been deleted, or has got another key, before
    /// the load saw it: the changes that follow say so, and what this one leaves out is not missed.
    /// </summary>
    private bool IsWholeTable => Sql.Filter is null && Sql.Keys.Count > 0 && Sql.Plan.Entry.Mode != ChangeMode.Insert;

    protected abstract Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken);

    protected static async Task RefuseMisfitAsync(string query, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection, query, cancellationToken) is { } row) throw new RowConflictException(row);
    }

    /// <summary>One whole number.</summary>
    public static async Task<long?> ReadAsync(DuckDbConnection connection, string query, CancellationToken cancellationToken)
    {
        await using var reader = connection.Query(query, Number, cancellationToken);
        long? value = null;
        while (await reader.ReadAsync(cancellationToken) is { } batch)
        {
            using (batch)
                if (!batch.Column(0).IsNull(0)) value = batch.Column(0).GetValue<long>(0);
        }

        return value;
    }

    protected static string List(IEnumerable<string> items) => string.Join(", ", items);

    // A row that gets the key of another that has gone may be what the load had under that key, and have gone with the other.
    private async Task<StepRows> WithoutGoneAsync(StepRows rows, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var lacks = rows.Lacks(Sql.ValueSources);
        if (lacks == "false") return rows;
        var isMoved = string.Join(" OR ", Sql.Keys.Select(key => $"{key} IS DISTINCT FROM lag({key}) OVER (ORDER BY n)"));
        await RefuseUntoldAsync($"SELECT min(n) FROM (SELECT n, op = 'V' AND {lacks} AND ({isMoved}) AS is_lost FROM {rows.Scan}) WHERE is_lost", connection, cancellationToken);
        return rows.Without(Sql.ValueSources);
    }

    // The values of a row that the filter lets through are needed; of any other only what the filter reads.
    private async Task RefuseLackingAsync(StepRows rows, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var (values, filter) = (rows.Lacks(Sql.ValueSources), rows.Lacks(Sql.FilterSources));
        if (values == "false" && filter == "false") return;
        await RefuseUntoldAsync($"SELECT min(n) FROM {rows.Scan} WHERE {StepRows.Puts} AND ({filter} OR ({Sql.Filter ?? "true"} AND {values}))", connection, cancellationToken);
    }

    private static async Task RefuseUntoldAsync(string first, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection, first, cancellationToken) is { } row)
        {
            throw new RowConflictException(
                row, ExceptionNumbers.DeltaFailed, SqlState.ObjectNotInPrerequisiteState,
                "the change leaves out a large value that has not changed and that the target does not hold: run ALTER TABLE … REPLICA IDENTITY FULL at the source");
        }
    }
}
