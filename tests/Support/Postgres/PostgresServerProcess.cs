using System.Diagnostics;
using FederationGateway.Support.Processes;

namespace FederationGateway.Support.Postgres;

/// <summary>
/// One run of a server under the shell script that watches it. The script's standard input is a pipe from this process: when this process
/// ends, however it ends, the pipe breaks and the script takes the server down and removes the cluster's folder.
/// </summary>
internal sealed class PostgresServerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly Process _script;
    private readonly string _folder;

    private PostgresServerProcess(Process script, string folder)
    {
        _script = script;
        _folder = folder;
    }

    /// <summary>Starts the script and returns once the server accepts connections, or null when it ended instead.</summary>
    public static async Task<PostgresServerProcess?> StartAsync(
        string folder, string template, string certificate, IEnumerable<string> serverArguments, CancellationToken cancellationToken)
    {
        var (file, arguments) = ServerAccount.Run(
            [
                "sh", "-c", EmbeddedScript.Read("postgres-server.sh"), "postgres-server",
                PostgresBinaries.Instance.Folder, template, folder, certificate, .. serverArguments,
            ]);
        var server = new PostgresServerProcess(ProcessRunner.Start(file, arguments, environment: null), folder);
        if (await server.IsReadyAsync(cancellationToken))
            return server;

        server.Dispose();
        return null;
    }

    /// <summary>Ends the server: "stop" in an orderly way, "crash" at once; "remove" also deletes the cluster's folder.</summary>
    public async Task EndAsync(string order)
    {
        if (!_script.HasExited)
        {
            if (order != "remove")
                await _script.StandardInput.WriteLineAsync(order);
            _script.StandardInput.Close();
        }

        using var limit = new CancellationTokenSource(StopTimeout);
        await _script.WaitForExitAsync(limit.Token);
    }

    public void Dispose() => _script.Dispose();

    /// <summary>The last line of postmaster.pid tells the server's state to programs that may not log in.</summary>
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        var state = Path.Combine(_folder, "data", "postmaster.pid");
        while (!_script.HasExited)
        {
            if (File.Exists(state) && ReadShared(state).Contains("ready", StringComparison.Ordinal))
                return true;
            await Task.Delay(Poll, limit.Token);
        }

        return false;
    }

    private static string ReadShared(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // the server is just replacing or removing it
        }
    }
}
