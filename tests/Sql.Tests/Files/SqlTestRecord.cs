namespace FederationGateway.Sql.Tests.Files;

/// <summary>What a statement of a test must come to.</summary>
public enum Outcome
{
    /// <summary>It succeeds; its rows, if any, do not matter.</summary>
    Done,

    /// <summary>It makes tables where the placement's tables are; it succeeds.</summary>
    AtSource,

    /// <summary>It answers rows, the same as PostgreSQL and as recorded.</summary>
    Rows,

    /// <summary>It fails, on PostgreSQL too, with the SQLSTATE recorded.</summary>
    Error,

    /// <summary>PostgreSQL answers it; the gateway says that it does not, with the SQLSTATE recorded.</summary>
    Refused,
}

/// <summary>One statement of a test file and what it must come to.</summary>
/// <param name="Outcome">What happens.</param>
/// <param name="SqlState">For errors and refusals, their code; otherwise empty.</param>
/// <param name="RowSort">The order of the rows is not promised.</param>
/// <param name="MayRefuse">Where the embedded engine would have to compute it, the gateway answers 0A000.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Types">One letter a column: I integer, R other number, B boolean, T anything else; as recorded.</param>
/// <param name="Rows">The rows as recorded, one line each.</param>
/// <param name="Line">Where it starts in the file, from 1.</param>
public sealed record SqlTestRecord(
    Outcome Outcome, string SqlState, bool RowSort, bool MayRefuse, string Sql, string Types, IReadOnlyList<string> Rows, int Line);
