using System.Diagnostics;
using System.Globalization;

namespace FederationGateway.Support.Processes;

/// <summary>A server program that ends with this object or with this process, however that ends; its outputs go to a file.</summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(120);
    private readonly Process _script;
    private readonly string _log;

    private GuardedProcess(Process script, string log, int id)
    {
        _script = script;
        _log = log;
        Id = id;
    }

    /// <summary>The program's own process id.</summary>
    public int Id { get; }

    public bool HasExited => _script.HasExited;

    /// <summary>Everything the program has written so far, both outputs.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    public static async Task<GuardedProcess> StartAsync(
        string log, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var script = ProcessRunner.Start(
            "sh", ["-c", EmbeddedScript.Read("guarded-process.sh"), "guarded-process", log, file, .. arguments], environment);
        var id = await script.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{file} did not start: {await script.StandardError.ReadToEndAsync()}");
        return new GuardedProcess(script, log, int.Parse(id, CultureInfo.InvariantCulture));
    }

    /// <summary>Asks the program to end (SIGTERM) and returns its exit code.</summary>
    /// <exception cref="OperationCanceledException">It had not ended after 30 seconds.</exception>
    public async Task<int> StopAsync()
    {
        if (!_script.HasExited)
            await _script.StandardInput.WriteLineAsync("stop");
        return await WaitAsync();
    }

    /// <summary>Kills the program (SIGKILL), so that it can clean nothing up.</summary>
    public async Task KillAsync()
    {
        _script.StandardInput.Close();
        await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
            await KillAsync();
        _script.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        using var limit = new CancellationTokenSource(StopTimeout);
        await _script.WaitForExitAsync(limit.Token);
        return _script.ExitCode;
    }
}
