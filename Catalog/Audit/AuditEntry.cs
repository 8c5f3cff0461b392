namespace FederationGateway.Catalog;

/// <summary>Something that was done or tried: who, what, when, from where, and what came of it.</summary>
/// <param name="Time">UTC.</param>
/// <param name="SessionId">0 when there was no session.</param>
/// <param name="User">The account that logged in, or that somebody tried to log in as.</param>
/// <param name="StatementUser">The role whose rights the statement had.</param>
/// <param name="Action">What kind of action: <c>CREATE TABLE</c>, <c>LOGIN</c>.</param>
/// <param name="ObjectName">What it was done to, when it has one name.</param>
/// <param name="Statement">Its text without secrets.</param>
/// <param name="Error">The message, when it failed.</param>
public sealed record AuditEntry(
    long Id,
    DateTime Time,
    int SessionId,
    string User,
    string StatementUser,
    string? ClientAddress,
    int? ClientPort,
    string ApplicationName,
    string Action,
    string? ObjectName = null,
    string? Statement = null,
    AuditOutcome Outcome = AuditOutcome.Successful,
    string? SqlState = null,
    string? Error = null);

/// <summary>What came of an action.</summary>
public enum AuditOutcome
{
    Successful,

    /// <summary>It was refused or failed.</summary>
    Unsuccessful,

    /// <summary>It was done, and undone with its transaction.</summary>
    RolledBack,
}
