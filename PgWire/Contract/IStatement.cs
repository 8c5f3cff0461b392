using FederationGateway.Common;

namespace FederationGateway.PgWire.Contract;

/// <summary>One parsed statement, opaque to the wire.</summary>
public interface IStatement
{
    /// <summary>Where it stands in the text that was parsed. Positions of its errors are offsets into that whole text.</summary>
    TextSpan Span { get; }
}
