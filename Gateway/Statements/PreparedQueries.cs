using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// Queries a session has prepared, by their text and parameter types: one sent again, by name or not, is neither bound nor planned again while the catalog and the settings
/// it was prepared under are the same.
/// </summary>
internal sealed class PreparedQueries
{
    private const int Capacity = 64;
    private const int LongestText = 8 * 1024;
    private readonly LeastRecentlyUsed<(string Text, EquatableArray<SqlType> Types), PreparedQuery> _prepared = new(Capacity);

    public PreparedQuery? Find(SessionState session, ParsedStatement parsed, IReadOnlyList<SqlType> types) =>
        parsed.Text.Length <= LongestText && _prepared.TryGet((parsed.Text, types.ToEquatableArray()), out var known) && known.IsCurrent(session) ? known : null;

    public void Add(PreparedQuery query, IReadOnlyList<SqlType> types)
    {
        if (query.Parsed.Text.Length <= LongestText) _prepared.Set((query.Parsed.Text, types.ToEquatableArray()), query);
    }

    public void Clear() => _prepared.Clear();
}
