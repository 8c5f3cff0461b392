namespace FederationGateway.PgWire.Contract;

/// <summary>A message that is not an error. <paramref name="Code"/> is a five-character SQLSTATE of class 00 or 01.</summary>
public sealed record ClientNotice(string Message, NoticeSeverity Severity = NoticeSeverity.Notice, string Code = "00000", string? Detail = null, string? Hint = null);

/// <summary>How urgent a notice is; the names are PostgreSQL's, in capitals on the wire.</summary>
public enum NoticeSeverity
{
    Debug,
    Log,
    Info,
    Notice,
    Warning,
}
