using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// The claim of this process on a database file. The engine's own file lock is per process, so it would open one file twice in one process and
/// damage it; this registry does not.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private static readonly HashSet<string> s_open = new(StringComparer.Ordinal);
    private static readonly Lock s_gate = new();

    private OpenFile(string path) => Path = path;

    /// <summary>The full path, symbolic links resolved.</summary>
    public string Path { get; }

    public static OpenFile Claim(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full)) full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        lock (s_gate)
        {
            if (!s_open.Add(full))
                throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"the database file \"{full}\" is already open in this process");
        }

        return new OpenFile(full);
    }

    public void Dispose()
    {
        lock (s_gate) s_open.Remove(Path);
    }
}
