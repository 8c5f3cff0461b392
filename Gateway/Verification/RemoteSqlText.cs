using FederationGateway.Federation;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>A fragment as its source is asked, parameters as such.</summary>
internal static class RemoteSqlText
{
    // Lists of many thousand keys are kept by the thousand.
    private const int Longest = 16 * 1024;

    public static string? Of(SessionState session, RemoteNode fragment)
    {
        if (session.Snapshot.Sources.FindExact(fragment.Source) is not { } entry) return null;
        var text = FragmentWriter.Text(fragment, session.Core.Sources.Get(session.Snapshot, entry, session.Identity.Current));
        return text.Length <= Longest ? text : text[..Longest];
    }
}
