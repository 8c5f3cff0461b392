using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Writes INSERT, UPDATE and DELETE of a source's table as one statement of its dialect. The rows of <see cref="ChangeStatement.Source"/> are a query of that source:
/// over its own tables, over rows staged there, or of literals.
/// </summary>
public static class ChangeWriter
{
    public static WrittenQuery Write(ChangeStatement change, SqlDialect dialect)
    {
        var text = new QueryText(dialect, QueryWriterOptions.Default);
        text.WriteChange(change with { Source = dialect.Prepare(change.Source) });
        return text.Finish();
    }

    /// <summary>True when an UPDATE or DELETE can say its condition about the table itself, and needs no key to find the rows again.</summary>
    public static bool NeedsNoKey(ChangeStatement change, SqlDialect dialect) => change switch
    {
        UpdateStatement update => QueryText.DirectBlock(dialect.Prepare(change.Source), change.Table, update.KeyOrdinals) is not null,
        DeleteStatement delete => QueryText.DirectBlock(dialect.Prepare(change.Source), change.Table, delete.KeyOrdinals) is not null,
        _ => true,
    };
}
